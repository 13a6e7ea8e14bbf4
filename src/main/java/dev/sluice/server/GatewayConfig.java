package dev.sluice.server;

import dev.sluice.config.Drain;
import dev.sluice.config.Limits;
import dev.sluice.gateway.DrainTimes;
import dev.sluice.gateway.GatewayLimits;
import java.time.Duration;

/** Gives the gateway its few numbers of the configuration. */
final class GatewayConfig {
    /** Before the hard limit: what is left for workers, services and the receipt once all connections have ended. */
    private static final Duration AFTER_CONNECTIONS = Duration.ofSeconds(4);

    private GatewayConfig() {}

    static GatewayLimits limits(Limits limits) {
        return new GatewayLimits(
                limits.maxFrameBytes(),
                limits.maxResponseBytes(),
                limits.maxBatch(),
                limits.maxInFlight(),
                limits.maxInFlightPerConnection(),
                limits.outboundMarkBytes(),
                limits.writeStall().toNanos(),
                limits.abandonAfter().toNanos());
    }

    /** Connections end when the hard limit is near, but not before answers of the deadline could leave. */
    static DrainTimes drainTimes(Drain drain) {
        Duration flushed = drain.timeout().plusSeconds(1);
        Duration near = drain.hardLimit().minus(AFTER_CONNECTIONS);
        Duration end = near.compareTo(flushed) > 0 ? near : flushed;
        return new DrainTimes(
                drain.cutGrace().toNanos(),
                drain.timeout().toNanos(),
                drain.linger().toNanos(),
                end.toNanos());
    }
}
