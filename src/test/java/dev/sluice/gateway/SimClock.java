package dev.sluice.gateway;

/**
 * The time of one schedule. Nothing in the server sees another. A thread that looks at the clock may be interrupted
 * there: the schedule then lets others do something before the thread goes on.
 */
final class SimClock {
    static final long MS = 1_000_000;

    private final Runnable interruptLoop;
    private final Runnable interruptWorker;

    /** The clock has no zero and may be negative. */
    private long nowNanos = -700 * MS;

    /**
     * @param interruptLoop called when an event loop looks at the clock
     * @param interruptWorker called when a worker does
     */
    SimClock(Runnable interruptLoop, Runnable interruptWorker) {
        this.interruptLoop = interruptLoop;
        this.interruptWorker = interruptWorker;
    }

    long now() {
        return nowNanos;
    }

    void pass(long nanos) {
        nowNanos += nanos;
    }

    long readByLoop() {
        interruptLoop.run();
        return nowNanos;
    }

    long readByWorker() {
        interruptWorker.run();
        return nowNanos;
    }
}
