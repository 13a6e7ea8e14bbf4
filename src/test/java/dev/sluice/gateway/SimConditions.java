package dev.sluice.gateway;

import dev.sluice.limits.ConnectionPlaces;
import dev.sluice.limits.NodeBudget;
import java.time.Duration;
import java.util.Random;

/**
 * The configuration of the node of one schedule: allowed, and small enough that every limit is hit often.
 *
 * @param limits of the client port
 * @param drain when what happens in a drain
 * @param requestTimeout of most methods
 * @param room what the node may hold
 * @param parts how many of what it has
 * @param largeOneIn of so many results one takes half of what an answer may be, or more
 */
record SimConditions(
        GatewayLimits limits, DrainTimes drain, Duration requestTimeout, Room room, Parts parts, int largeOneIn) {
    /**
     * What the node may hold.
     *
     * @param connections of all clients
     * @param perAddress connections of one address; 0 for any number
     * @param inboundBytes requests
     * @param outboundBytes answers
     */
    record Room(int connections, int perAddress, long inboundBytes, long outboundBytes) {}

    /**
     * How many of what there are.
     *
     * @param workers instances
     * @param loops gateway instances
     * @param poolQueue calls that may wait for the blocking pool
     * @param laneWindow calls that may lie unstarted with an instance, to begin with; the node adapts that by itself
     */
    record Parts(int workers, int loops, int poolQueue, int laneWindow) {}

    static SimConditions choose(Random random) {
        int maxFrameBytes = pick(random, 1_024, 4_000, 30_000);
        int maxResponseBytes = pick(random, 1_024, 3_000, 3_000, 150_000);
        Room room = new Room(
                pick(random, 2, 5, 5),
                pick(random, 0, 0, 1, 2),
                maxFrameBytes + pick(random, 1, 5_000, 60_000, 1_000_000),
                maxResponseBytes + pick(random, 1, 5_000, 60_000, 1_000_000));
        GatewayLimits limits = new GatewayLimits(
                new GatewayLimits.Frames(maxFrameBytes, maxResponseBytes, pick(random, 2, 5), pick(random, 2, 6, 100)),
                new GatewayLimits.Calls(
                        pick(random, 1, 4, 12, 200),
                        pick(random, 1, 2, 4, 50),
                        ms(pick(random, 15, 60, 10_000, 10_000)),
                        ms(pick(random, 30, 300))),
                GatewayLimits.Queues.of(maxFrameBytes, room.inboundBytes, pick(random, 150, 1_000, 70_000)),
                times(random));
        Parts parts = new Parts(
                1 + random.nextInt(SimBus.MAX_INSTANCES),
                1 + random.nextInt(3) / 2,
                pick(random, 1, 4),
                pick(random, 1, 4, 1_024, 1_024));
        Duration requestTimeout = Duration.ofMillis(pick(random, 60, 300, 2_000));
        return new SimConditions(limits, drain(random), requestTimeout, room, parts, pick(random, 40, 40, 3));
    }

    private static GatewayLimits.Times times(Random random) {
        long firstByteNanos = ms(pick(random, 200, 5_000));
        long headerNanos = ms(pick(random, 100, 1_000));
        long frameNanos = ms(pick(random, 200, 2_000));
        long writeStallNanos = ms(pick(random, 100, 400, 1_000));
        int end = random.nextInt(3);
        long idleNanos = end == 0 ? ms(pick(random, 500, 2_000)) : Long.MAX_VALUE;
        long maxAgeNanos = end == 1 ? ms(1_000) : Long.MAX_VALUE;
        return new GatewayLimits.Times(
                firstByteNanos, headerNanos, frameNanos, writeStallNanos, idleNanos, maxAgeNanos);
    }

    private static DrainTimes drain(Random random) {
        long cutNanos = ms(pick(random, 0, 60, 300));
        long deadlineNanos = cutNanos + ms(pick(random, 50, 300, 1_500));
        long endNanos = deadlineNanos + ms(pick(random, 1_000, 1_500, 4_000));
        return new DrainTimes(cutNanos, deadlineNanos, ms(pick(random, 200, 2_000, 15_000)), endNanos);
    }

    NodeBudget budget() {
        return new NodeBudget(
                limits.calls().maxInFlight(),
                new ConnectionPlaces(room.connections, room.perAddress),
                NodeBudget.Bytes.of(
                        room.inboundBytes, room.outboundBytes, limits.frames().maxResponseBytes()));
    }

    private static long ms(int ms) {
        return ms * SimClock.MS;
    }

    private static int pick(Random random, int... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
