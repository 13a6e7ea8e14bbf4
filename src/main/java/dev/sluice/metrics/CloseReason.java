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
    /** {@code limits.maxConnectionsPerAddress} was reached. */
    MAX_CONNECTIONS_PER_ADDRESS,
    /** No byte came within {@code limits.firstByteTimeout}. */
    FIRST_BYTE_TIMEOUT,
    /** Not one of {@code proxyProtocol.trustedProxies}. */
    UNTRUSTED_PROXY,
    /** What came first was no header of the PROXY protocol. */
    BAD_PROXY_HEADER,
    /** A header was not complete within {@code limits.headerTimeout}. */
    HEADER_TIMEOUT,
    /** A frame was not complete within {@code limits.frameTimeout}. */
    FRAME_TIMEOUT,
    /** {@code limits.badFrames} was reached. */
    BAD_FRAMES,
    /** {@code limits.inboundBytes} was used up, and this connection's frame was the slowest. */
    INBOUND_BYTES,
    /** {@code limits.outboundBytes} was used up, and this connection's queue was the longest. */
    OUTBOUND_BYTES,
    /** Nothing came for {@code limits.idleTimeout}. */
    IDLE,
    /** It was older than {@code connections.maxAge}. */
    MAX_AGE,
    /** Answers could not be delivered before the end of the drain. */
    DRAIN_DEADLINE,
    /** A defect of the server ended it. */
    INTERNAL
}
