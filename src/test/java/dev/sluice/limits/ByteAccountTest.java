package dev.sluice.limits;

import static dev.sluice.limits.ByteAccount.FLOOR_BYTES;
import static dev.sluice.limits.ByteAccount.STEP_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A connection's first bytes are its own; for more it asks the node in steps, and what it gives back others can have. */
class ByteAccountTest {
    private static final long LIMIT = 10L * STEP_BYTES;

    private final ByteBudget budget = new ByteBudget(LIMIT);
    private final ByteAccount account = new ByteAccount(budget);

    @Nested
    class Taking {
        @Test
        void theFloorCostsTheNodeNothingAndOneByteMoreAStep() {
            assertThat(account.take(FLOOR_BYTES)).isTrue();
            assertThat(budget.usedBytes()).isZero();

            assertThat(account.take(1)).isTrue();
            assertThat(budget.usedBytes()).isEqualTo(STEP_BYTES);
            assertThat(account.reservedBytes()).isEqualTo(STEP_BYTES);
            assertThat(account.heldBytes()).isEqualTo(FLOOR_BYTES + 1);
        }

        @Test
        void aStepIsUsedUpBeforeTheNextOne() {
            account.take(FLOOR_BYTES + 1);
            assertThat(account.take(STEP_BYTES - 1)).isTrue();
            assertThat(budget.usedBytes()).isEqualTo(STEP_BYTES);

            assertThat(account.take(1)).isTrue();
            assertThat(budget.usedBytes()).isEqualTo(2 * STEP_BYTES);
        }

        @Test
        void manyBytesAreOneReservationOfWholeSteps() {
            assertThat(account.take(FLOOR_BYTES + 2 * STEP_BYTES + 1)).isTrue();

            assertThat(budget.usedBytes()).isEqualTo(3 * STEP_BYTES);
        }

        @Test
        void theLastBytesOfTheNodeAreTakenExactlyWhenNoStepIsLeft() {
            account.take(FLOOR_BYTES + LIMIT - STEP_BYTES);
            ByteAccount other = new ByteAccount(budget);
            assertThat(other.take(FLOOR_BYTES + 1)).isTrue();
            budget.release(100);

            assertThat(account.take(100)).isTrue();
            assertThat(budget.usedBytes()).isEqualTo(LIMIT);
            assertThat(account.take(1)).isFalse();
        }

        @Test
        void isAllOrNothing() {
            assertThat(account.take(FLOOR_BYTES + LIMIT + 1)).isFalse();
            assertThat(account.heldBytes()).isZero();
            assertThat(budget.usedBytes()).isZero();

            assertThat(account.take(FLOOR_BYTES + LIMIT)).isTrue();
            assertThat(budget.usedBytes()).isEqualTo(LIMIT);
        }

        @Test
        void anExhaustedNodeLeavesEveryConnectionItsFloor() {
            account.take(FLOOR_BYTES + LIMIT);
            ByteAccount other = new ByteAccount(budget);

            assertThat(other.take(FLOOR_BYTES)).isTrue();
            assertThat(other.take(1)).isFalse();
            assertThat(other.heldBytes()).isEqualTo(FLOOR_BYTES);
        }
    }

    @Nested
    class Giving {
        @Test
        void aStepToSpareStaysWhileOthersAreInUse() {
            account.take(FLOOR_BYTES + 3 * STEP_BYTES);
            account.give(STEP_BYTES);
            assertThat(account.reservedBytes()).as("one step to spare").isEqualTo(3 * STEP_BYTES);

            account.give(STEP_BYTES - 1);
            assertThat(account.reservedBytes()).as("nearly two").isEqualTo(3 * STEP_BYTES);
            account.give(1);
            assertThat(account.reservedBytes()).isEqualTo(2 * STEP_BYTES);
            assertThat(budget.usedBytes()).isEqualTo(2 * STEP_BYTES);
        }

        @Test
        void aConnectionOnItsFloorHoldsNothingOfTheNode() {
            account.take(FLOOR_BYTES + 1);
            account.give(1);

            assertThat(account.reservedBytes()).isZero();
            assertThat(budget.usedBytes()).isZero();
            assertThat(account.heldBytes()).isEqualTo(FLOOR_BYTES);
        }

        @Test
        void takingAndGivingAtTheEdgeOfAStepAsksTheNodeOnce() {
            account.take(FLOOR_BYTES + STEP_BYTES);
            account.take(1);
            for (int i = 0; i < 10; i++) {
                account.give(1);
                assertThat(budget.usedBytes()).isEqualTo(2 * STEP_BYTES);
                account.take(1);
                assertThat(budget.usedBytes()).isEqualTo(2 * STEP_BYTES);
            }
        }

        @Test
        void moreThanWasTakenIsADefect() {
            account.take(1);

            assertThatThrownBy(() -> account.give(2)).isInstanceOf(AssertionError.class);
        }
    }

    @Nested
    class Overdrawing {
        @Test
        void goesBeyondTheLimitByAnEighthAndNoFurther() {
            account.take(FLOOR_BYTES + LIMIT);
            assertThat(account.isOverdrawn()).isFalse();
            assertThat(account.take(1)).isFalse();

            assertThat(account.overdraw(LIMIT / 8)).isTrue();
            assertThat(budget.usedBytes()).isEqualTo(LIMIT + LIMIT / 8);
            assertThat(account.isOverdrawn()).isTrue();
            assertThat(account.overdraw(1)).isFalse();
            assertThat(account.heldBytes()).isEqualTo(FLOOR_BYTES + LIMIT + LIMIT / 8);
        }

        @Test
        void takesExactlyWhatIsMissing() {
            account.take(FLOOR_BYTES);

            assertThat(account.overdraw(3)).isTrue();
            assertThat(budget.usedBytes()).isEqualTo(3);
        }

        @Test
        void asksTheNodeForNothingAsLongAsThereIsRoomAlready() {
            assertThat(account.overdraw(FLOOR_BYTES)).isTrue();

            assertThat(budget.usedBytes()).isZero();
        }

        @Test
        void endsWhenBytesAreGivenBack() {
            account.take(FLOOR_BYTES + LIMIT);
            ByteAccount other = new ByteAccount(budget);
            other.overdraw(FLOOR_BYTES + 1);
            assertThat(account.isOverdrawn()).isTrue();

            account.give(2 * STEP_BYTES);
            assertThat(other.isOverdrawn()).isFalse();
        }
    }

    @Nested
    class Closing {
        @Test
        void givesEverythingBackOnce() {
            ByteAccount other = new ByteAccount(budget);
            other.take(FLOOR_BYTES + 1);
            account.take(FLOOR_BYTES + 5 * STEP_BYTES);
            account.close();
            account.close();

            assertThat(account.isClosed()).isTrue();
            assertThat(account.heldBytes()).isZero();
            assertThat(budget.usedBytes()).isEqualTo(STEP_BYTES);
        }

        @Test
        void nothingIsTakenOrGivenAfterwards() {
            account.take(FLOOR_BYTES + 5 * STEP_BYTES);
            account.close();

            assertThat(account.take(1)).isFalse();
            assertThat(account.overdraw(1)).isFalse();
            account.give(5 * STEP_BYTES); // answers that come after the connection
            assertThat(account.heldBytes()).isZero();
            assertThat(budget.usedBytes()).isZero();
        }
    }

    @Test
    void neverHoldsMoreThanItsFloorAndWhatTheNodeGaveIt() {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(5) < 3) {
                long bytes = random.nextInt(3 * STEP_BYTES);
                boolean taken = random.nextBoolean() ? account.take(bytes) : account.overdraw(bytes);
                assertThat(taken || budget.usedBytes() + bytes > LIMIT)
                        .as("refused without need, seed %d", seed)
                        .isTrue();
            } else {
                account.give(random.nextInt((int) Math.min(Integer.MAX_VALUE, account.heldBytes() + 1)));
            }
            assertThat(account.heldBytes()).as("seed %d", seed).isBetween(0L, FLOOR_BYTES + account.reservedBytes());
            assertThat(budget.usedBytes()).as("seed %d", seed).isEqualTo(account.reservedBytes());
            assertThat(budget.usedBytes()).as("seed %d", seed).isLessThanOrEqualTo(LIMIT + LIMIT / 8);
        }
        account.give(account.heldBytes());
        assertThat(budget.usedBytes()).isZero();
    }
}
