package dev.sluice.gateway;

import dev.sluice.bus.CallBus;
import dev.sluice.bus.ReplyHandler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens on the client port. Several instances share the port, each with connections of its own on an event loop of its
 * own. {@link #stop()} does the drain: it completes when the last connection of this instance has ended.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final long SWEEP_MS = 10;
    private static final long TICK_MS = 50;
    private static final int KEEP_ALIVE_IDLE_S = 60;
    private static final int KEEP_ALIVE_INTERVAL_S = 10;
    private static final int KEEP_ALIVE_COUNT = 6;
    private static final int USER_TIMEOUT_MS = 30_000;

    /** What {@link #start()} made. */
    private record Running(Gateway gateway, NetServer server, long sweepTimer, long tickTimer) {}

    private final GatewayParts parts;
    private final Listen listen;
    private final BusMaker buses;
    private @Nullable Running running;

    /**
     * Where to listen.
     *
     * @param host an address of this machine
     * @param port 0 for a free one, the same for all instances that are deployed together
     * @param number of this instance, unique on the node
     * @param onListening gets the port
     */
    public record Listen(String host, int port, int number, IntConsumer onListening) {}

    /** Makes the gateway's end of the bus. */
    @FunctionalInterface
    public interface BusMaker {
        /**
         * Makes it on the gateway's event loop.
         *
         * @param number of the instance
         * @param onReply gets each reply
         */
        CallBus make(int number, ReplyHandler onReply);
    }

    /** A gateway instance that does not listen yet. */
    public GatewayVerticle(GatewayParts parts, Listen listen, BusMaker buses) {
        this.parts = parts;
        this.listen = listen;
        this.buses = buses;
    }

    @Override
    public Future<?> start() {
        Gateway gateway = new Gateway(
                parts,
                onReply -> buses.make(listen.number(), onReply),
                SocketTransportLoop.later(context),
                SocketTransportLoop.afterReading(context));
        NetServer server = vertx.createNetServer(options()).connectHandler(gateway::onConnect);
        return gateway.ready().compose(ready -> server.listen()).onSuccess(listening -> {
            long sweepTimer = vertx.setPeriodic(SWEEP_MS, timer -> gateway.onSweep());
            long tickTimer = vertx.setPeriodic(TICK_MS, timer -> gateway.onTick());
            running = new Running(gateway, server, sweepTimer, tickTimer);
            listen.onListening().accept(server.actualPort());
        });
    }

    /** Tells the clients that asked for it that the node will go away. For any thread. */
    public void announceDrain(Duration lameDuck) {
        context.runOnContext(turn -> {
            if (running != null) {
                running.gateway.announceDrain(lameDuck.toNanos());
            }
        });
    }

    @Override
    public Future<?> stop() {
        if (running == null) {
            return Future.succeededFuture();
        }
        Running was = Objects.requireNonNull(running);
        was.gateway.drain();
        // The listener closes when the last instance has come here; the connections' own deadlines end before this one.
        Duration longest = Duration.ofNanos(parts.drain().endNanos()).plusSeconds(1);
        return was.server.shutdown(longest).eventually(() -> {
            vertx.cancelTimer(was.sweepTimer);
            vertx.cancelTimer(was.tickTimer);
            return was.gateway.close();
        });
    }

    private NetServerOptions options() {
        NetServerOptions options = new NetServerOptions()
                .setHost(listen.host())
                .setPort(listen.port() == 0 ? -1 : listen.port()) // -1: a free port, shared by the instances
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        if (vertx.isNativeTransportEnabled()) {
            options.setTcpKeepAliveIdleSeconds(KEEP_ALIVE_IDLE_S);
            options.setTcpKeepAliveIntervalSeconds(KEEP_ALIVE_INTERVAL_S);
            options.setTcpKeepAliveCount(KEEP_ALIVE_COUNT);
            options.setTcpUserTimeout(USER_TIMEOUT_MS);
        }
        return options;
    }
}
