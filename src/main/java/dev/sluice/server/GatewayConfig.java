package dev.sluice.server;

import dev.sluice.config.Connections;
import dev.sluice.config.Drain;
import dev.sluice.config.Limits;
import dev.sluice.gateway.DrainTimes;
import dev.sluice.gateway.GatewayLimits;
import dev.sluice.limits.ConnectionPlaces;
import dev.sluice.limits.NodeBudget;
import java.time.Duration;

/** Gives the gateway its few numbers of the configuration. */
final class GatewayConfig {
    /** Before the hard limit: what is left for workers, services and the receipt once all connections have ended. */
    private static final Duration AFTER_CONNECTIONS = Duration.ofSeconds(4);

    private GatewayConfig() {}

    static GatewayLimits limits(Limits limits, Connections connections) {
        return new GatewayLimits(
                new GatewayLimits.Frames(
                        limits.frames().maxBytes(),
                        limits.frames().maxResponseBytes(),
                        limits.frames().maxBatch(),
                        limits.frames().maxBad()),
                new GatewayLimits.Calls(
                        limits.calls().maxInFlight(),
                        limits.calls().maxInFlightPerConnection(),
                        limits.calls().maxQueueDelay().toNanos(),
                        limits.calls().abandonAfter().toNanos()),
                GatewayLimits.Queues.of(
                        limits.frames().maxBytes(),
                        limits.memory().inboundBytes(),
                        limits.memory().outboundMarkBytes()),
                times(limits.times(), connections));
    }

    private static GatewayLimits.Times times(Limits.Times times, Connections connections) {
        return new GatewayLimits.Times(
                times.firstByte().toNanos(),
                times.header().toNanos(),
                times.frame().toNanos(),
                times.writeStall().toNanos(),
                orForEver(times.idle()),
                orForEver(connections.maxAge()));
    }

    /** Zero is off. */
    private static long orForEver(Duration time) {
        return time.isZero() ? Long.MAX_VALUE : time.toNanos();
    }

    /** What the node may hold. */
    static NodeBudget budget(Limits limits) {
        return new NodeBudget(
                limits.calls().maxInFlight(),
                new ConnectionPlaces(
                        limits.connections().max(), limits.connections().maxPerAddress()),
                NodeBudget.Bytes.of(
                        limits.memory().inboundBytes(),
                        limits.memory().outboundBytes(),
                        limits.frames().maxResponseBytes()));
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
