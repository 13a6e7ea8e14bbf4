package dev.sluice.gateway;

/**
 * The limits of the client port, from {@code limits.*} of the configuration.
 *
 * @param maxFrameBytes the largest body of a request
 * @param maxResponseBytes the largest answer
 * @param maxBatch the most entries of a batch
 * @param maxInFlight calls of the node
 * @param maxInFlightPerConnection calls of a connection at which reading stops
 * @param outboundMarkBytes queued answers of a connection at which reading stops
 * @param writeStallNanos how long a client may take no byte of them
 * @param abandonAfterNanos how long after its deadline a handler may run before its slot is given up
 */
public record GatewayLimits(
        int maxFrameBytes,
        int maxResponseBytes,
        int maxBatch,
        int maxInFlight,
        int maxInFlightPerConnection,
        long outboundMarkBytes,
        long writeStallNanos,
        long abandonAfterNanos) {}
