package dev.sluice.gateway;

import java.util.Arrays;

/**
 * Which lanes keep calls waiting for too long: while the oldest call of a lane has waited for {@code limits.maxQueueDelay},
 * nothing is gained by adding to it. Learned from each sweep over the calls in flight of one gateway instance, confined to
 * its event loop.
 */
final class QueueDelays {
    /** A lane counts as late so long before its oldest call is, or refusals would come and go with each sweep. */
    private static final long MARGIN_NANOS = 20_000_000;

    private static final int MARGIN_PARTS = 4;

    private final long maxNanos;
    private final long lateNanos;
    private final boolean[] late;
    private final boolean[] lateInSweep;
    private final long[] longestNanos;

    QueueDelays(int lanes, long maxNanos) {
        this.maxNanos = maxNanos;
        this.lateNanos = maxNanos - Math.min(MARGIN_NANOS, maxNanos / MARGIN_PARTS);
        this.late = new boolean[lanes];
        this.lateInSweep = new boolean[lanes];
        this.longestNanos = new long[lanes];
    }

    void beginSweep() {
        Arrays.fill(lateInSweep, false);
        Arrays.fill(longestNanos, 0);
    }

    /** A call has waited so long for its handler; true if that is too long. */
    boolean isTooLong(int lane, long waitedNanos) {
        longestNanos[lane] = Math.max(longestNanos[lane], waitedNanos);
        if (waitedNanos >= lateNanos) {
            lateInSweep[lane] = true;
        }
        return waitedNanos >= maxNanos;
    }

    void endSweep() {
        System.arraycopy(lateInSweep, 0, late, 0, late.length);
    }

    /** True if the oldest call of the lane has waited for too long. */
    boolean isLate(int lane) {
        return late[lane];
    }

    /** How long the oldest call of the lane has waited. */
    long longestNanos(int lane) {
        return longestNanos[lane];
    }
}
