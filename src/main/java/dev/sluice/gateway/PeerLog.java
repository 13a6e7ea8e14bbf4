package dev.sluice.gateway;

import dev.sluice.bus.Origin;
import dev.sluice.metrics.CloseReason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a second at most, of the whole node, for each kind of peer that is not waited for any longer. For all event
 * loops. Shows nothing of a peer's bytes but their hexadecimal digits.
 */
public final class PeerLog {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLog.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private static final class Line {
        final AtomicLong lastNanos;
        final LongAdder suppressed = new LongAdder();

        Line(long lastNanos) {
            this.lastNanos = new AtomicLong(lastNanos);
        }
    }

    private final LongSupplier nanoTime;
    private final Map<Enum<?>, Line> lines = new ConcurrentHashMap<>();

    /**
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    public PeerLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A peer does not speak frames; returns what it speaks. */
    FirstBytes notFrames(Origin origin, String firstBytesHex) {
        FirstBytes kind = FirstBytes.of(firstBytesHex);
        write(kind, origin, kind.text() + " where a frame should start, first bytes " + firstBytesHex);
        return kind;
    }

    /** A peer met a limit at which its connection ends. */
    void limit(Origin origin, CloseReason reason, String text) {
        write(reason, origin, text);
    }

    private void write(Enum<?> kind, Origin origin, String text) {
        long nowNanos = nanoTime.getAsLong();
        Line line = lines.computeIfAbsent(kind, first -> new Line(nowNanos - INTERVAL_NANOS));
        long lastNanos = line.lastNanos.get();
        if (nowNanos - lastNanos < INTERVAL_NANOS || !line.lastNanos.compareAndSet(lastNanos, nowNanos)) {
            line.suppressed.increment();
            return;
        }
        LOG.warn(
                "closed {}: {} ({} more like it not shown)",
                origin.remoteAddress(),
                text,
                line.suppressed.sumThenReset());
    }
}
