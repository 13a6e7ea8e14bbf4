package dev.sluice.gateway;

import dev.sluice.metrics.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * When one connection is drained although the node stays: it is of no use any more, or old. Ages are spread over a fifth of
 * {@code connections.maxAge}, so that connections that came together do not all leave together. Immutable.
 */
final class Retirement {
    private static final double LEAST_SHARE = 0.9;
    private static final double SPREAD = 0.2;

    /** Multiples of it, without their whole parts, lie as evenly as any so many numbers can. */
    private static final double GOLDEN_RATIO = 0.618_033_988_749_894_8;

    private final long idleNanos;
    private final long ageNanos;
    private final long bornNanos;

    /**
     * @param number of the connection among those of its loop
     */
    Retirement(GatewayLimits.Times times, long nowNanos, long number) {
        this.idleNanos = times.idleNanos();
        this.ageNanos = ageNanos(times.maxAgeNanos(), number);
        this.bornNanos = nowNanos;
    }

    /**
     * Why it has to go now; null if it does not.
     *
     * @param restingSinceNanos when it was last of use
     */
    @Nullable
    CloseReason due(long nowNanos, long restingSinceNanos) {
        if (nowNanos - restingSinceNanos >= idleNanos) {
            return CloseReason.IDLE;
        }
        return nowNanos - bornNanos >= ageNanos ? CloseReason.MAX_AGE : null;
    }

    private static long ageNanos(long maxAgeNanos, long number) {
        if (maxAgeNanos == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        double part = number * GOLDEN_RATIO % 1;
        return (long) (maxAgeNanos * (LEAST_SHARE + SPREAD * part));
    }
}
