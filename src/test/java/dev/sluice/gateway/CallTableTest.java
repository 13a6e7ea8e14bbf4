package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.bus.Origin;
import dev.sluice.frame.Frame;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Meta;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slots are found by their ticket, and a ticket is good for one use. */
class CallTableTest {
    private static final VarHandle GENERATIONS = Innards.field(CallTable.class, "generations", int[].class);

    private final CallTable table = new CallTable();

    @Test
    void findsASlotByItsTicketOnlyWhileItIsUsed() {
        Slot slot = taken();
        long ticket = slot.ticket();
        assertThat(table.find(ticket)).isSameAs(slot);

        table.free(slot);
        assertThat(table.find(ticket)).isNull();
    }

    @Test
    void aTicketOfAnEarlierUseFindsNothing() {
        Slot slot = taken();
        long earlier = slot.ticket();
        table.free(slot);
        Slot again = taken();

        assertThat(again.index).isEqualTo(slot.index);
        assertThat(again.ticket()).isNotEqualTo(earlier);
        assertThat(table.find(earlier)).isNull();
        assertThat(table.find(again.ticket())).isSameAs(again);
    }

    @Test
    void ticketsThatNeverWereFindNothing() {
        taken();

        assertThat(table.find(-1)).isNull();
        assertThat(table.find(1_000_000)).isNull();
        assertThat(table.find(1L << 32)).isNull();
    }

    @Test
    void aTicketOutlivesTheWrapOfItsGeneration() {
        Slot first = taken();
        table.free(first);
        ((int[]) GENERATIONS.get(table))[first.index] = -1;
        Slot last = taken();
        long ticket = last.ticket();
        assertThat(table.find(ticket)).isSameAs(last);

        table.free(last);
        assertThat(taken().generation).isZero();
        assertThat(table.find(ticket)).isNull();
    }

    @Test
    void growsAndGivesEverySlotOnce() {
        Set<Integer> indexes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            indexes.add(taken().index);
        }

        assertThat(indexes).hasSize(1_000);
        assertThat(table.used()).isEqualTo(1_000);
    }

    @Test
    void visitsTheUsedSlotsAndMayFreeThem() {
        List<Slot> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(taken());
        }
        table.free(all.get(3));
        List<Slot> visited = new ArrayList<>();
        table.forEachUsed(slot -> {
            visited.add(slot);
            table.free(slot);
        });

        all.remove(3);
        assertThat(visited).containsExactlyInAnyOrderElementsOf(all);
        assertThat(table.used()).isZero();
        table.forEachUsed(slot -> {
            throw new AssertionError("no slot is used");
        });
    }

    private Slot taken() {
        Slot slot = table.take();
        Incoming.Request request = new Incoming.Request(null, "work", 0, 0, Meta.NONE);
        slot.call = new Call(
                slot.ticket(), new Frame(0, new byte[0]), request, new Origin("", 0, null), new Call.Window(0, 0));
        return slot;
    }
}
