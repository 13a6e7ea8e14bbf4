package dev.sluice.gateway;

import dev.sluice.metrics.NodeMeters;
import java.util.function.LongSupplier;

/**
 * What the connections of one gateway instance share. Confined to its event loop.
 *
 * @param turn the end of a loop turn
 * @param dispatcher the way in
 * @param calls the way back
 * @param limits of each connection
 * @param drain when what happens in a drain
 * @param meters what the node counts
 * @param badPeers the log of those who do not speak frames
 * @param nanoTime the clock
 */
record GatewayLoop(
        LoopTurn turn,
        Dispatcher dispatcher,
        CallsInFlight calls,
        GatewayLimits limits,
        DrainTimes drain,
        NodeMeters meters,
        BadPeerLog badPeers,
        LongSupplier nanoTime) {
    /** The time now, in nanoseconds. */
    long now() {
        return nanoTime.getAsLong();
    }
}
