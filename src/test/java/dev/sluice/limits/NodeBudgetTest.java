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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Never more than the node may hold, whoever asks. */
class NodeBudgetTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 50_000;

    @Test
    void givesWhatThereIsAndNoMore() {
        NodeBudget budget = budget(10);

        assertThat(budget.takeSlots(7)).isEqualTo(7);
        assertThat(budget.takeSlots(7)).isEqualTo(3);
        assertThat(budget.takeSlots(7)).isZero();
        budget.giveSlots(10);
        assertThat(budget.freeSlots()).isEqualTo(budget.maxInFlight());
    }

    @Test
    void givingBackMoreThanWasTakenIsADefect() {
        NodeBudget budget = budget(1);

        assertThatThrownBy(() -> budget.giveSlots(1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void manyLoopsNeverHoldMoreThanTheLimitTogether() throws Exception {
        int limit = 100;
        NodeBudget budget = budget(limit);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(THREADS);
        ExecutorService loops = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long seed = i;
            ends.add(loops.submit(() -> {
                SlotLease lease = new SlotLease(budget);
                Random random = new Random(seed);
                start.countDown();
                start.await();
                for (int round = 0; round < ROUNDS; round++) {
                    if (random.nextInt(100) < 60) {
                        if (lease.take()) {
                            int now = held.incrementAndGet();
                            most.accumulateAndGet(now, Math::max);
                        }
                    } else if (lease.used() > 0) {
                        held.decrementAndGet();
                        lease.give();
                    }
                }
                while (lease.used() > 0) {
                    held.decrementAndGet();
                    lease.give();
                }
                lease.close();
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }
        loops.shutdown();

        assertThat(most.get()).isBetween(limit / 2, limit);
        assertThat(budget.freeSlots()).isEqualTo(limit);
    }

    private static NodeBudget budget(int maxInFlight) {
        return new NodeBudget(maxInFlight, new ConnectionPlaces(1, 0), NodeBudget.Bytes.of(1, 1, 1));
    }
}
