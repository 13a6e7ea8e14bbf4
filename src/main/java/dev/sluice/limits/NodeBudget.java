package dev.sluice.limits;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the whole node may hold: calls whose handlers have not ended, and connections. Shared by all event loops; atomics
 * only. Loops do not come here for every call: each takes slots through a {@link SlotLease}, in blocks.
 *
 * <p>Invariant: 0 &lt;= free slots &lt;= maxInFlight and 0 &lt;= open connections &lt;= maxConnections.
 */
public final class NodeBudget {
    private final int maxInFlight;
    private final int maxConnections;
    private final AtomicInteger freeSlots;
    private final AtomicInteger freeConnections;

    /**
     * @param maxInFlight calls, 1 or more
     * @param maxConnections connections, 1 or more
     */
    public NodeBudget(int maxInFlight, int maxConnections) {
        this.maxInFlight = maxInFlight;
        this.maxConnections = maxConnections;
        this.freeSlots = new AtomicInteger(maxInFlight);
        this.freeConnections = new AtomicInteger(maxConnections);
    }

    /** Takes a connection's place, or returns false if all are taken. */
    public boolean openConnection() {
        return take(freeConnections, 1) == 1;
    }

    /** Gives a connection's place back. */
    public void closeConnection() {
        give(freeConnections, 1, maxConnections);
    }

    /** Slots that no loop has leased. */
    public int freeSlots() {
        return freeSlots.get();
    }

    /** The configured number of slots. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** Takes up to {@code wanted} slots and returns how many it got, 0 if none is free. */
    int takeSlots(int wanted) {
        return take(freeSlots, wanted);
    }

    void giveSlots(int count) {
        give(freeSlots, count, maxInFlight);
    }

    private static int take(AtomicInteger free, int wanted) {
        while (true) {
            int available = free.get();
            int taken = Math.min(available, wanted);
            if (taken == 0 || free.compareAndSet(available, available - taken)) {
                return taken;
            }
        }
    }

    private static void give(AtomicInteger free, int count, int max) {
        int now = free.addAndGet(count);
        assert now <= max : "given back more than was taken: " + now + " of " + max;
    }
}
