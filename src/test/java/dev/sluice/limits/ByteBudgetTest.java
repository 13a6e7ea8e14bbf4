package dev.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bytes of the whole node, for all event loops at once. */
class ByteBudgetTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 50_000;

    @Test
    void givesWhatThereIsAndNotOneByteMore() {
        ByteBudget budget = new ByteBudget(100);

        assertThat(budget.reserve(60)).isTrue();
        assertThat(budget.reserve(41)).isFalse();
        assertThat(budget.reserve(40)).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(budget.limitBytes());
        budget.release(100);
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void countsMoreThanAnIntHolds() {
        ByteBudget budget = new ByteBudget(1L << 40);

        assertThat(budget.reserve(1L << 40)).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(1L << 40);
        assertThat(budget.reserve(1)).isFalse();
    }

    @Test
    void anEighthMoreIsForBytesThatAreThereAlready() {
        ByteBudget budget = new ByteBudget(80);
        budget.reserve(80);

        assertThat(budget.overdraw(11)).isFalse();
        assertThat(budget.isOverdrawn()).isFalse();
        assertThat(budget.overdraw(10)).isTrue();
        assertThat(budget.isOverdrawn()).isTrue();
        assertThat(budget.reserve(1)).as("while it is overdrawn").isFalse();
        budget.release(10);
        assertThat(budget.isOverdrawn()).isFalse();
    }

    @Test
    void givingBackMoreThanWasTakenIsADefect() {
        ByteBudget budget = new ByteBudget(1);

        assertThatThrownBy(() -> budget.release(1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void manyLoopsNeverHoldMoreThanTheLimitTogether() throws Exception {
        long limit = 20L * ByteAccount.STEP_BYTES;
        long most = limit + limit / 8;
        ByteBudget budget = new ByteBudget(limit);
        AtomicLong seen = new AtomicLong();
        CountDownLatch start = new CountDownLatch(THREADS);
        ExecutorService loops = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long seed = i;
            ends.add(loops.submit(() -> {
                ByteAccount account = new ByteAccount(budget);
                Random random = new Random(seed);
                start.countDown();
                start.await();
                for (int round = 0; round < ROUNDS; round++) {
                    step(account, random);
                    seen.accumulateAndGet(budget.usedBytes(), Math::max);
                }
                account.close();
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }
        loops.shutdown();

        assertThat(seen.get()).isBetween(limit / 2, most);
        assertThat(budget.usedBytes()).isZero();
    }

    private static void step(ByteAccount account, Random random) {
        int bytes = random.nextInt(2 * ByteAccount.STEP_BYTES);
        switch (random.nextInt(5)) {
            case 0, 1 -> account.take(bytes);
            case 2 -> account.overdraw(bytes);
            default -> account.give(Math.min(bytes, account.heldBytes()));
        }
    }
}
