package dev.sluice.config;

import java.time.Duration;

/**
 * What becomes of connections while the node stays.
 *
 * @param maxAge time after which a connection is drained, 1 s to 1,000 h, a tenth more or less; zero for any time
 */
public record Connections(Duration maxAge) {
    static Connections from(Settings settings) throws ConfigException {
        return new Connections(settings.durationOrOff(
                "connections.maxAge",
                "1s..1000h",
                "Age at which a connection is drained, +-10 %, so that clients spread over new nodes"));
    }
}
