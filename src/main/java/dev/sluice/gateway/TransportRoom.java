package dev.sluice.gateway;

/**
 * What the connections of one loop may have with their transports together: it lies in direct memory there, which is scarce.
 * While little lies there a connection may hand over much at once; when many clients do not read, each keeps a little. Confined
 * to the loop.
 */
final class TransportRoom {
    /** What one connection may have with its transport while there is room for all. */
    static final int WINDOW_BYTES = 64 * 1024;

    /** What it may have when there is none. */
    static final int SMALL_WINDOW_BYTES = 4 * 1024;

    private static final long MOST_PLENTY_BYTES = 4L * 1024 * 1024;

    /** Which part of the node's room for answers may be with the transports of one loop before the windows get small. */
    private static final int PART = 16;

    private final long plentyBytes;
    private long usedBytes;

    /**
     * @param outboundBytes the node's room for answers
     */
    TransportRoom(long outboundBytes) {
        plentyBytes = Math.min(MOST_PLENTY_BYTES, outboundBytes / PART);
    }

    /** What a write of so many bytes takes: it lies in a block of one of two sizes. */
    static int blockBytes(int length) {
        return length <= SMALL_WINDOW_BYTES ? SMALL_WINDOW_BYTES : Transport.LARGEST_WRITE;
    }

    /** What a connection may have with its transport now. */
    int windowBytes() {
        return usedBytes < plentyBytes ? WINDOW_BYTES : SMALL_WINDOW_BYTES;
    }

    /** A write has taken a block. */
    void handedOver(int blockBytes) {
        usedBytes += blockBytes;
    }

    /** The kernel has taken what lay in blocks, or their connection is gone. */
    void taken(int blockBytes) {
        usedBytes -= blockBytes;
        assert usedBytes >= 0 : usedBytes;
    }
}
