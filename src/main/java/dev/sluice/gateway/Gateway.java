package dev.sluice.gateway;

import dev.sluice.bus.CallBus;
import dev.sluice.bus.Origin;
import dev.sluice.bus.Reply;
import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.NodeMeters;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One gateway instance at work: its connections, its calls in flight, its end of the bus, and the order in which they go
 * away. Confined to one event loop.
 */
final class Gateway {
    private final GatewayParts parts;
    private final NodeBudget budget;
    private final NodeMeters meters;
    private final CallBus bus;
    private final CallsInFlight calls;
    private final GatewayLoop loop;
    private final Set<Connection> connections = new LinkedHashSet<>();

    private @Nullable Long drainSinceNanos;
    private boolean cut;

    /**
     * @param bus makes this instance's end of the bus, which gives each reply to the given consumer
     * @param later runs a task on the event loop after everything that is ready there now
     */
    Gateway(GatewayParts parts, Function<Consumer<Reply>, CallBus> bus, Executor later) {
        this.parts = parts;
        this.budget = parts.budget();
        this.meters = parts.meters();
        this.bus = bus.apply(this::onReply);
        this.calls = new CallsInFlight(parts, this.bus);
        this.loop = new GatewayLoop(
                new LoopTurn(later, this.bus),
                new Dispatcher(parts, calls, this.bus),
                calls,
                parts.limits(),
                parts.drain(),
                meters,
                new BadPeerLog(),
                parts.nanoTime());
    }

    /** A client connected. */
    void onConnect(NetSocket socket) {
        SocketTransport transport = new SocketTransport(socket);
        Connection connection = open(transport, new Origin(addressOf(socket), null));
        if (connection != null) {
            socket.closeHandler(closed -> onClosed(connection));
            transport.connect(socket, connection);
        }
    }

    /** Takes a connection in, or closes it and returns null if the node has as many as it may have. */
    @Nullable
    Connection open(Transport transport, Origin origin) {
        if (!budget.openConnection()) {
            meters.connectionRefused();
            transport.abort();
            return null;
        }
        Connection connection = new Connection(transport, loop, origin);
        meters.connectionOpened();
        connections.add(connection);
        if (drainSinceNanos != null) {
            connection.onDrain(); // it was being accepted when the listener closed
        }
        return connection;
    }

    /** The socket of a connection is gone. */
    void onClosed(Connection connection) {
        connections.remove(connection);
        budget.closeConnection();
        connection.onClosed();
    }

    /** Every few milliseconds: deadlines of calls. */
    void onSweep() {
        calls.sweep(loop.now());
        bus.flush();
    }

    /** Several times a second: deadlines of connections and of the drain. */
    void onTick() {
        long nowNanos = loop.now();
        List<Connection> all = List.copyOf(connections);
        if (drainSinceNanos != null) {
            onDrainTick(all, nowNanos - drainSinceNanos);
        }
        for (Connection connection : all) {
            connection.onTick(nowNanos);
        }
    }

    /** Begins to go away. The listener closes beside it; each connection ends by itself. */
    void drain() {
        drainSinceNanos = loop.now();
        List.copyOf(connections).forEach(Connection::onDrain);
    }

    /** No connection is left: lets go of the bus. */
    Future<Void> close() {
        calls.lease().close();
        return bus.close();
    }

    private void onDrainTick(List<Connection> all, long drainingNanos) {
        if (drainingNanos >= parts.drain().deadlineNanos() && !cut) {
            cut = true;
            meters.cutByDrain(calls.cut());
        }
        long flushedNanos = parts.drain().deadlineNanos() + DrainTimes.FLUSH_NANOS;
        if (drainingNanos >= Math.min(flushedNanos, parts.drain().endNanos())) {
            for (Connection connection : all) {
                meters.cutByDrain(connection.onFlushDeadline() ? 1 : 0);
            }
        }
        if (drainingNanos >= parts.drain().endNanos()) {
            all.forEach(Connection::close);
        }
    }

    private void onReply(Reply reply) {
        calls.onReply(reply);
    }

    private static String addressOf(NetSocket socket) {
        SocketAddress address = socket.remoteAddress();
        return address == null ? "unknown" : address.hostAddress() + ":" + address.port();
    }
}
