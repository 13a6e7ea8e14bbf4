package dev.sluice.metrics;

/** Why a connection ended: the label {@code reason} of {@code sluice_connections_closed_total}. */
public enum CloseReason {
    /** The client closed it, or the network broke. */
    CLIENT,
    /** The client's input ended and everything was answered. */
    FINISHED,
    /** It was drained. */
    DRAINED,
    /** The stream was not one of frames. */
    BAD_MAGIC,
    /** A frame above {@code limits.maxFrameBytes}. */
    FRAME_TOO_LARGE,
    /** The client took nothing for {@code limits.writeStall}. */
    WRITE_STALL,
    /** {@code limits.maxConnections} was reached. */
    MAX_CONNECTIONS,
    /** Answers could not be delivered before the end of the drain. */
    DRAIN_DEADLINE,
    /** A defect of the server ended it. */
    INTERNAL
}
