package dev.sluice.gateway;

import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.NodeMeters;

/**
 * What the connections of one gateway instance share. Confined to its event loop.
 *
 * @param turn the end of a loop turn
 * @param dispatcher the way in
 * @param calls the way back
 * @param answering what is answered
 * @param connections all of them
 * @param room for what they have with their transports
 * @param parts what the loops of the node share
 */
record GatewayLoop(
        LoopTurn turn,
        Dispatcher dispatcher,
        CallsInFlight calls,
        Answering answering,
        Connections connections,
        TransportRoom room,
        GatewayParts parts) {
    GatewayLimits limits() {
        return parts.limits();
    }

    DrainTimes drain() {
        return parts.drain();
    }

    NodeBudget budget() {
        return parts.budget();
    }

    NodeMeters meters() {
        return parts.meters();
    }

    PeerLog peers() {
        return parts.peers();
    }

    /** The time now, in nanoseconds. */
    long now() {
        return parts.nanoTime().getAsLong();
    }
}
