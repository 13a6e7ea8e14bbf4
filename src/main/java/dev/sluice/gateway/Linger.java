package dev.sluice.gateway;

import java.util.function.BooleanSupplier;

/**
 * How long a connection that will not be parsed any more is still read, so that no RST destroys answers on their way:
 * closing with unread input makes the kernel send one. Confined to the connection's event loop.
 */
final class Linger {
    private static final int AFTER_BAD_PEER_BYTES = 64 * 1024;
    private static final long AFTER_BAD_PEER_NANOS = 1_000_000_000L;
    private static final int AFTER_TOO_LARGE_BYTES = 16 * 1024 * 1024;

    private long maxBytes = Long.MAX_VALUE;
    private long maxNanos;
    private long inAllNanos;
    private long sinceNanos;
    private long deliveredNanos;
    private boolean wasDelivered;
    private final BooleanSupplier delivered;
    private boolean running;
    private long discardedBytes;

    /**
     * @param maxNanos how long at most from the moment the peer's kernel has all answers, and how long at most until then
     * @param delivered whether the peer's kernel has all answers
     */
    Linger(long maxNanos, BooleanSupplier delivered) {
        this.maxNanos = maxNanos;
        this.inAllNanos = 2 * maxNanos;
        this.delivered = delivered;
    }

    /** The peer broke a rule: there is little reason to wait for it. */
    void afterBadPeer() {
        maxBytes = AFTER_BAD_PEER_BYTES;
        maxNanos = AFTER_BAD_PEER_NANOS;
        inAllNanos = AFTER_BAD_PEER_NANOS;
    }

    /** A frame was too large: its body is still coming. */
    void afterTooLarge() {
        maxBytes = AFTER_TOO_LARGE_BYTES;
    }

    /** The last answer has left; a clock that runs already keeps running. */
    void begin(long nowNanos) {
        if (!running) {
            running = true;
            sinceNanos = nowNanos;
            deliveredNanos = nowNanos;
        }
    }

    /** Discards input. */
    void discard(int bytes) {
        discardedBytes += bytes;
    }

    /** True when more was discarded than a peer is worth. */
    boolean isFull() {
        return discardedBytes > maxBytes;
    }

    /**
     * True when the peer's FIN was waited for long enough, the peer is silent, or it sent too much instead. The clocks start
     * when the peer's kernel has all answers: one that still takes them is not silent, and closed before it has them it could
     * lose them to an RST, or to a kernel that gives up on a socket nobody holds while the peer's window stays shut.
     */
    boolean isOver(long nowNanos, long lastInputNanos) {
        if (!running) {
            return false;
        }
        boolean isDelivered = delivered.getAsBoolean();
        if (!isDelivered || !wasDelivered) {
            deliveredNanos = nowNanos;
        }
        wasDelivered = isDelivered;
        long quietSinceNanos = Math.max(deliveredNanos, lastInputNanos);
        return isFull()
                || nowNanos - sinceNanos >= inAllNanos
                || nowNanos - deliveredNanos >= maxNanos
                || nowNanos - quietSinceNanos >= DrainTimes.LINGER_SILENCE_NANOS;
    }
}
