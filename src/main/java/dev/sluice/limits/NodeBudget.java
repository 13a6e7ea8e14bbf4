package dev.sluice.limits;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the whole node may hold: calls whose handlers have not ended, connections, and bytes. Shared by all event loops;
 * atomics only. Loops do not come here for every call: each takes slots through a {@link SlotLease}, in blocks, and each
 * connection bytes through a {@link ByteAccount}, in steps.
 *
 * <p>Invariant: 0 &lt;= free slots &lt;= maxInFlight.
 */
public final class NodeBudget {
    private final int maxInFlight;
    private final AtomicInteger freeSlots;
    private final ConnectionPlaces connections;
    private final Bytes bytes;

    /**
     * Bytes, by where they are.
     *
     * @param inbound requests that were read and not answered
     * @param transit large results between a worker and the gateway
     * @param outbound answers that were not taken
     */
    public record Bytes(ByteBudget inbound, TransitBudget transit, ByteBudget outbound) {
        private static final int TRANSIT_PARTS = 4;

        /**
         * The budgets of a node. On their way results may take a quarter of what answers may, at least a largest one.
         *
         * @param inboundBytes for requests
         * @param outboundBytes for answers
         * @param maxResponseBytes the largest answer
         */
        public static Bytes of(long inboundBytes, long outboundBytes, int maxResponseBytes) {
            long transitBytes = Math.max(outboundBytes / TRANSIT_PARTS, maxResponseBytes);
            return new Bytes(
                    new ByteBudget(inboundBytes), new TransitBudget(transitBytes), new ByteBudget(outboundBytes));
        }
    }

    /**
     * @param maxInFlight calls, 1 or more
     * @param connections places for connections
     * @param bytes what may be buffered
     */
    public NodeBudget(int maxInFlight, ConnectionPlaces connections, Bytes bytes) {
        this.maxInFlight = maxInFlight;
        this.freeSlots = new AtomicInteger(maxInFlight);
        this.connections = connections;
        this.bytes = bytes;
    }

    /** Places for connections. */
    public ConnectionPlaces connections() {
        return connections;
    }

    /** What may be buffered. */
    public Bytes bytes() {
        return bytes;
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
        while (true) {
            int available = freeSlots.get();
            int taken = Math.min(available, wanted);
            if (taken == 0 || freeSlots.compareAndSet(available, available - taken)) {
                return taken;
            }
        }
    }

    void giveSlots(int count) {
        int now = freeSlots.addAndGet(count);
        assert now <= maxInFlight : "given back more than was taken: " + now + " of " + maxInFlight;
    }
}
