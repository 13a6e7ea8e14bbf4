package dev.sluice.gateway;

/**
 * When what happens in a drain, in nanoseconds from its beginning.
 *
 * @param cutNanos requests that come later are refused
 * @param deadlineNanos calls that have not ended are answered without their result
 * @param lingerNanos how long one connection is read, and what comes discarded, after it has its last answer; and how long
 *     that may take to get there
 * @param endNanos no connection lives longer
 */
public record DrainTimes(long cutNanos, long deadlineNanos, long lingerNanos, long endNanos) {
    /** After the deadline answers have so long to leave. */
    static final long FLUSH_NANOS = 1_000_000_000L;

    /** A client that is silent for so long, and waits for nothing, is taken to have nothing more to say. */
    static final long SILENCE_NANOS = 200_000_000L;

    /** After the cut refusals are given for so long to a client that never falls silent. */
    static final long REFUSAL_NANOS = 1_000_000_000L;

    /** While lingering, a client that is silent for so long is not waited for. */
    static final long LINGER_SILENCE_NANOS = 5_000_000_000L;

    /** True if a client that waits for nothing can be taken to have nothing more to ask. */
    boolean isQuiet(long nowNanos, long drainSinceNanos, long lastInputNanos) {
        long quietSinceNanos = Math.max(lastInputNanos, drainSinceNanos);
        return nowNanos - quietSinceNanos >= SILENCE_NANOS || nowNanos - drainSinceNanos >= cutNanos + REFUSAL_NANOS;
    }
}
