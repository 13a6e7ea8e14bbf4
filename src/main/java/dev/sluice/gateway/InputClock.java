package dev.sluice.gateway;

import dev.sluice.metrics.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * How long a client has been sending what it has not finished: its first byte, a header, a frame. Absolute times, so that
 * one byte now and then buys nothing; they stand still while the client is not read. Confined to the connection's event
 * loop.
 */
final class InputClock {
    /** What is waited for. */
    enum Awaited {
        /** The first byte of the connection. */
        FIRST_BYTE,
        /** Nothing: the last frame is complete. */
        NOTHING,
        /** The rest of a header. */
        HEADER,
        /** The rest of a body. */
        BODY
    }

    private final GatewayLimits.Times times;
    private Awaited awaited = Awaited.FIRST_BYTE;
    private long sinceNanos;
    private long stoppedNanos;
    private boolean stopped;

    InputClock(GatewayLimits.Times times, long nowNanos) {
        this.times = times;
        this.sinceNanos = nowNanos;
    }

    /** Input was looked at, and now this is waited for. A header and its body are one wait. */
    void await(Awaited next, long nowNanos) {
        boolean sameFrame = awaited == Awaited.HEADER && next == Awaited.BODY;
        if (next != awaited && !sameFrame) {
            begin(nowNanos);
        }
        awaited = next;
    }

    /** A frame is complete; what is waited for from now on belongs to another. */
    void frameCompleted() {
        awaited = Awaited.NOTHING;
    }

    /** The client is not read any more. */
    void stop(long nowNanos) {
        stopped = true;
        stoppedNanos = nowNanos;
    }

    /** The client is read again. */
    void resume(long nowNanos) {
        if (stopped) {
            stopped = false;
            sinceNanos += nowNanos - stoppedNanos;
        }
    }

    /** Which time is over, or null if none is. */
    @Nullable
    CloseReason overdue(long nowNanos) {
        long waitedNanos = nowNanos - sinceNanos;
        if (stopped || awaited == Awaited.NOTHING) {
            return null;
        }
        if (awaited == Awaited.FIRST_BYTE) {
            return waitedNanos >= times.firstByteNanos() ? CloseReason.FIRST_BYTE_TIMEOUT : null;
        }
        if (awaited == Awaited.HEADER && waitedNanos >= times.headerNanos()) {
            return CloseReason.HEADER_TIMEOUT;
        }
        return waitedNanos >= times.frameNanos() ? CloseReason.FRAME_TIMEOUT : null;
    }

    /** True in the middle of a frame. */
    boolean insideFrame() {
        return awaited == Awaited.HEADER || awaited == Awaited.BODY;
    }

    /** When the frame under way began, on a clock that stood still while it was not read. */
    long sinceNanos() {
        return sinceNanos;
    }

    private void begin(long nowNanos) {
        sinceNanos = nowNanos;
        stoppedNanos = nowNanos;
    }
}
