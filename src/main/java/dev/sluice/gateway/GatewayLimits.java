package dev.sluice.gateway;

import dev.sluice.frame.FrameHeader;

/**
 * The limits of the client port, from {@code limits.*} of the configuration.
 *
 * @param frames what one frame may be
 * @param calls how many may be in flight, and for how long
 * @param queues what one connection may have buffered
 * @param times how long a client may keep its connection waiting
 */
public record GatewayLimits(Frames frames, Calls calls, Queues queues, Times times) {
    /**
     * Frames.
     *
     * @param maxBytes the largest body of a request
     * @param maxResponseBytes the largest answer
     * @param maxBatch the most entries of a batch
     * @param maxBad with so many bodies that are no JSON in ten seconds a connection ends
     */
    public record Frames(int maxBytes, int maxResponseBytes, int maxBatch, int maxBad) {}

    /**
     * Calls.
     *
     * @param maxInFlight of the node
     * @param maxInFlightPerConnection at which reading stops
     * @param maxQueueDelayNanos from the complete frame to the handler
     * @param abandonAfterNanos how long after its deadline a handler may run before its slot is given up
     */
    public record Calls(
            int maxInFlight, int maxInFlightPerConnection, long maxQueueDelayNanos, long abandonAfterNanos) {}

    /**
     * What one connection may have buffered.
     *
     * @param inboundShareBytes requests that were read and not answered, at which reading stops; more than one frame
     * @param outboundMarkBytes answers that were not taken, at which reading stops
     */
    public record Queues(long inboundShareBytes, long outboundMarkBytes) {
        /** One connection takes no more than this part of the node's room for requests, but always one frame. */
        private static final int SHARES = 32;

        /** With the share that one connection has of the node's room for requests. */
        public static Queues of(int maxFrameBytes, long inboundBytes, long outboundMarkBytes) {
            long oneFrame = FrameHeader.BYTES + maxFrameBytes + 1L;
            return new Queues(Math.max(oneFrame, inboundBytes / SHARES), outboundMarkBytes);
        }
    }

    /**
     * How long a client may take. What it sends is waited for only while it is read.
     *
     * @param firstByteNanos to its first byte
     * @param headerNanos from a frame's first byte to the end of its header
     * @param frameNanos from a frame's first byte to its last
     * @param writeStallNanos to take the next byte of its answers
     * @param idleNanos without a byte or a call; {@link Long#MAX_VALUE} for ever
     * @param maxAgeNanos from the connection to its drain, a tenth more or less; {@link Long#MAX_VALUE} for ever
     */
    public record Times(
            long firstByteNanos,
            long headerNanos,
            long frameNanos,
            long writeStallNanos,
            long idleNanos,
            long maxAgeNanos) {}
}
