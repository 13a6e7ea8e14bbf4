package dev.sluice.sidebyside;

/**
 * Ids for protocols whose stream ids must grow: odd, as a client's are, some left out, and each tells the place of its
 * request. Owned by one connection. Invariant: half of an id, rounded down, leaves the place when divided by the depth.
 */
final class StreamIds {
    private static final int MOST_HALVES = 1 << 30;

    private final int depth;
    private int half = -1;

    /**
     * @param depth places of the connection
     */
    StreamIds(int depth) {
        this.depth = depth;
    }

    /** A new id, larger than all before. */
    int next(int place) {
        long next = half + 1L + Math.floorMod(place - (half + 1), depth);
        if (next >= MOST_HALVES) {
            throw new IllegalStateException("a connection has no more stream ids");
        }
        half = (int) next;
        return 2 * half + 1;
    }

    /** The place that an id was made for. */
    int place(int streamId) {
        return (streamId >>> 1) % depth;
    }
}
