package dev.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limits.TransitBudget.Waiting;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Room for large results on their way: a worker may wait for it a moment, an event loop never. */
class TransitBudgetTest {
    private static final int KIB = 1024;

    private final TransitBudget budget = new TransitBudget(100 * KIB);

    @Test
    void givesWhatThereIsAndNoMore() {
        assertThat(budget.reserve(60 * KIB, Waiting.NO)).isPositive();
        assertThat(budget.reserve(41 * KIB, Waiting.NO)).isZero();
        assertThat(budget.usedBytes()).isEqualTo(60 * KIB);
        assertThat(budget.reserve(40 * KIB, Waiting.NO)).isPositive();
        assertThat(budget.usedBytes()).isEqualTo(budget.limitBytes());

        budget.release(40 * KIB);
        budget.release(60 * KIB);
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void countsWholeUnitsSoThatAnyHeapCanBeCounted() {
        TransitBudget large = new TransitBudget(1L << 40);
        assertThat(large.limitBytes()).isEqualTo(1L << 40);

        assertThat(large.reserve((1L << 39) + 1, Waiting.NO)).isPositive();
        assertThat(large.usedBytes()).isEqualTo((1L << 39) + KIB);
        large.release((1L << 39) + 1);
        assertThat(large.usedBytes()).isZero();
    }

    @Test
    void aLimitBeyondWhatCanBeCountedIsTheLargestThatCan() {
        assertThat(new TransitBudget(Long.MAX_VALUE / 2).limitBytes()).isEqualTo((long) Integer.MAX_VALUE * KIB);
    }

    @Test
    void whoMayWaitGetsTheRoomThatIsGivenBack() throws Exception {
        budget.reserve(100 * KIB, Waiting.NO);
        CountDownLatch asking = new CountDownLatch(1);
        CompletableFuture<Long> got = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            asking.countDown();
            got.complete(budget.reserve(50 * KIB, Waiting.YES));
        });
        worker.start();
        assertThat(asking.await(10, TimeUnit.SECONDS)).isTrue();
        budget.release(100 * KIB);

        assertThat(got.get(10, TimeUnit.SECONDS)).isEqualTo(50L * KIB);
        worker.join(10_000);
        assertThat(budget.usedBytes()).isEqualTo(50 * KIB);
    }

    @Test
    void whoMayWaitDoesNotWaitForEver() {
        budget.reserve(100 * KIB, Waiting.NO);
        long beganNanos = System.nanoTime();

        assertThat(budget.reserve(KIB, Waiting.YES)).isZero();
        assertThat(System.nanoTime() - beganNanos)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(15), TimeUnit.SECONDS.toNanos(30));
    }

    @Test
    void whoWaitsSparinglyDoesSoOnceAndThenNotForAWhile() {
        budget.reserve(100 * KIB, Waiting.NO);
        long waitNanos = waitOf(Waiting.SPARINGLY);
        assertThat(waitNanos).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(15));

        long again = Long.MAX_VALUE;
        for (int tries = 0; tries < 3; tries++) { // the machine may pause in one of them
            again = Math.min(again, waitOf(Waiting.SPARINGLY));
        }
        assertThat(again).isLessThan(waitNanos);
        assertThat(waitOf(Waiting.YES)).as("others may").isGreaterThan(TimeUnit.MILLISECONDS.toNanos(15));
    }

    private long waitOf(Waiting mayWait) {
        long beganNanos = System.nanoTime();
        assertThat(budget.reserve(KIB, mayWait)).isZero();
        return System.nanoTime() - beganNanos;
    }

    @Test
    void whoMayNotWaitDoesNot() {
        budget.reserve(100 * KIB, Waiting.NO);
        long shortestNanos = Long.MAX_VALUE;
        for (int tries = 0; tries < 3; tries++) { // the machine may pause in one of them
            long beganNanos = System.nanoTime();
            assertThat(budget.reserve(KIB, Waiting.NO)).isZero();
            shortestNanos = Math.min(shortestNanos, System.nanoTime() - beganNanos);
        }

        assertThat(shortestNanos).isLessThan(TimeUnit.MILLISECONDS.toNanos(15));
    }

    @Test
    void anInterruptedWorkerGetsNoRoomAndStaysInterrupted() {
        budget.reserve(100 * KIB, Waiting.NO);
        Thread.currentThread().interrupt();

        assertThat(budget.reserve(KIB, Waiting.YES)).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(100 * KIB);
    }
}
