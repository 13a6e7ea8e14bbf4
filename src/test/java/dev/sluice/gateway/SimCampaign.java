package dev.sluice.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Many schedules, one after the other on each of some threads, until one fails. Used by one thread, which waits; the
 * schedules share nothing but the counter of seeds.
 */
final class SimCampaign {
    private static final long WAKE_MS = 5_000;
    private static final long LONGEST_SCHEDULE_MS = 20_000;

    private final long first;
    private final long count;
    private final AtomicLong next = new AtomicLong();
    private final AtomicReference<@Nullable SimFailure> failure = new AtomicReference<>();
    private final List<Runner> runners = new ArrayList<>();

    /** The seeds of {@code first} and those behind it. */
    SimCampaign(long first, long count) {
        this.first = first;
        this.count = count;
    }

    /**
     * Runs all schedules, or as many as it takes until one fails.
     *
     * @param progress is told every few seconds how many have begun
     */
    SimCoverage run(int threads, LongConsumer progress) throws InterruptedException {
        SimSilence silence = new SimSilence();
        try {
            for (int i = 0; i < threads; i++) {
                Runner runner = new Runner("simulation-" + i);
                runners.add(runner);
                runner.start();
            }
            return await(progress);
        } finally {
            silence.end();
        }
    }

    /** What the first schedule that failed has to say; null if none did. */
    @Nullable
    SimFailure failure() {
        return failure.get();
    }

    private SimCoverage await(LongConsumer progress) throws InterruptedException {
        SimCoverage coverage = new SimCoverage();
        for (Runner runner : runners) {
            runner.join(WAKE_MS);
            while (runner.isAlive()) {
                progress.accept(Math.min(count, next.get()));
                checkThatAllMove();
                if (failure.get() != null && runner.isStuck()) {
                    return coverage; // it is a daemon
                }
                runner.join(WAKE_MS);
            }
            coverage.add(runner.coverage);
        }
        return coverage;
    }

    private void checkThatAllMove() {
        for (Runner runner : runners) {
            if (runner.isAlive() && runner.isStuck()) {
                failure.compareAndSet(null, SimFailure.ofEndless(runner.seed, runner.getStackTrace()));
            }
        }
    }

    /** One thread's share. */
    private final class Runner extends Thread {
        final SimCoverage coverage = new SimCoverage();
        volatile long seed;
        private volatile long sinceNanos = System.nanoTime();

        Runner(String name) {
            super(name);
            setDaemon(true);
        }

        boolean isStuck() {
            return System.nanoTime() - sinceNanos > LONGEST_SCHEDULE_MS * SimClock.MS;
        }

        @Override
        public void run() {
            SimHouse house = new SimHouse();
            for (long i = next.getAndIncrement(); i < count && failure.get() == null; i = next.getAndIncrement()) {
                seed = first + i;
                sinceNanos = System.nanoTime();
                try {
                    Simulation.run(house, seed, coverage, SimTrace.off());
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, SimFailure.of(seed, e));
                }
            }
        }
    }
}
