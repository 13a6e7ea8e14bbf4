package dev.sluice.gateway;

import dev.sluice.bus.Origin;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a second at most for each kind of peer that does not speak frames. Confined to one event loop. Shows nothing
 * of the peer's bytes but their hexadecimal digits.
 */
final class BadPeerLog {
    private static final Logger LOG = LoggerFactory.getLogger(BadPeerLog.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private static final class Line {
        long lastNanos;
        long suppressed;
    }

    private final Map<FirstBytes, Line> lines = new EnumMap<>(FirstBytes.class);

    /** Reports a peer and says what it spoke. */
    FirstBytes report(Origin origin, String firstBytesHex, long nowNanos) {
        FirstBytes kind = FirstBytes.of(firstBytesHex);
        Line line = lines.get(kind);
        if (line == null) {
            line = new Line();
            line.lastNanos = nowNanos - INTERVAL_NANOS;
            lines.put(kind, line);
        }
        if (nowNanos - line.lastNanos < INTERVAL_NANOS) {
            line.suppressed++;
            return kind;
        }
        LOG.warn(
                "closed {}: {} where a frame should start, first bytes {} ({} more like it not shown)",
                origin.remoteAddress(),
                kind.text(),
                firstBytesHex,
                line.suppressed);
        line.lastNanos = nowNanos;
        line.suppressed = 0;
        return kind;
    }
}
