package dev.sluice.gateway;

/** Counts the bodies of one connection that are no JSON, in windows of ten seconds. Confined to its event loop. */
final class BadFrames {
    private static final long WINDOW_NANOS = 10_000_000_000L;

    private final int max;
    private long windowSinceNanos;
    private int count;

    BadFrames(int max) {
        this.max = max;
    }

    /** One more; true if that is one too many. */
    boolean add(long nowNanos) {
        if (count == 0 || nowNanos - windowSinceNanos >= WINDOW_NANOS) {
            windowSinceNanos = nowNanos;
            count = 0;
        }
        count++;
        return count >= max;
    }
}
