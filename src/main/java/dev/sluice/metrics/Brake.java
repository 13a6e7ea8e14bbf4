package dev.sluice.metrics;

/**
 * A limit that held something back without ending a connection or refusing a call: the label {@code limit} of
 * {@code sluice_limited_total}.
 */
public enum Brake {
    /** {@code limits.maxInFlightPerConnection}: a connection was not read. */
    MAX_IN_FLIGHT_PER_CONNECTION,
    /** {@code limits.outboundMark}: a connection was not read. */
    OUTBOUND_MARK,
    /** {@code limits.inboundBytes}: a connection was not read because it, or the node, held enough. */
    INBOUND_BYTES,
    /** {@code limits.outboundBytes}: an answer was replaced by an error, for there was no room for it. */
    OUTBOUND_BYTES,
    /** {@code limits.maxBatch}: a batch was answered with one error. */
    MAX_BATCH,
    /** {@code limits.maxResponseBytes}: an answer was replaced by an error. */
    MAX_RESPONSE_BYTES,
    /** {@code limits.badFrames}: a body that is no JSON was counted. */
    BAD_FRAMES
}
