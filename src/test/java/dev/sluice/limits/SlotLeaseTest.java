package dev.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A loop takes slots in blocks, and keeps few that it does not use. */
class SlotLeaseTest {
    private static final int LARGE = 65_536;
    private static final int BLOCK = 64;

    @Test
    void aCallTakesABlockFromTheNodeOnceForManyCalls() {
        NodeBudget budget = new NodeBudget(LARGE, new ConnectionPlaces(1, 0), NodeBudget.Bytes.of(1, 1, 1));
        SlotLease lease = new SlotLease(budget);
        for (int i = 0; i < BLOCK; i++) {
            assertThat(lease.take()).isTrue();
            assertThat(budget.freeSlots()).isEqualTo(LARGE - BLOCK);
        }
        assertThat(lease.take()).isTrue();
        assertThat(budget.freeSlots()).isEqualTo(LARGE - 2 * BLOCK);
        assertThat(lease.used()).isEqualTo(BLOCK + 1);
    }

    @Test
    void keepsLessThanTwoBlocksSpare() {
        NodeBudget budget = new NodeBudget(LARGE, new ConnectionPlaces(1, 0), NodeBudget.Bytes.of(1, 1, 1));
        SlotLease lease = new SlotLease(budget);
        for (int i = 0; i < 10 * BLOCK; i++) {
            lease.take();
        }
        for (int i = 0; i < 10 * BLOCK; i++) {
            lease.give();
            assertThat(LARGE - budget.freeSlots() - lease.used()).isBetween(0, 2 * BLOCK - 1);
        }
    }

    @Test
    void aSmallLimitIsNotHoarded() {
        NodeBudget budget = new NodeBudget(3, new ConnectionPlaces(1, 0), NodeBudget.Bytes.of(1, 1, 1));
        SlotLease first = new SlotLease(budget);
        SlotLease second = new SlotLease(budget);

        assertThat(first.take()).isTrue();
        assertThat(second.take()).isTrue();
        assertThat(second.take()).isTrue();
        assertThat(first.take()).isFalse();
        assertThat(second.take()).isFalse();

        second.give();
        second.give();
        assertThat(budget.freeSlots()).as("one slot may stay spare").isEqualTo(1);
        assertThat(first.take()).isTrue();
    }

    @Test
    void theLastBlockMayBeSmaller() {
        NodeBudget budget = new NodeBudget(130, new ConnectionPlaces(1, 0), NodeBudget.Bytes.of(1, 1, 1));
        SlotLease lease = new SlotLease(budget); // blocks of 2
        SlotLease other = new SlotLease(budget);
        for (int i = 0; i < 129; i++) {
            assertThat(lease.take()).isTrue();
        }
        assertThat(lease.take()).isTrue();
        assertThat(lease.take()).isFalse();
        assertThat(other.take()).isFalse();
    }

    @Test
    void closingGivesBackWhatIsSpare() {
        NodeBudget budget = new NodeBudget(LARGE, new ConnectionPlaces(1, 0), NodeBudget.Bytes.of(1, 1, 1));
        SlotLease lease = new SlotLease(budget);
        lease.take();
        lease.give();
        lease.close();

        assertThat(budget.freeSlots()).isEqualTo(LARGE);
    }
}
