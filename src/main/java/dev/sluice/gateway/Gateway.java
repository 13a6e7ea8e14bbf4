package dev.sluice.gateway;

import dev.sluice.bus.CallBus;
import dev.sluice.bus.CallOutbox;
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
import org.jspecify.annotations.Nullable;

/**
 * One gateway instance at work: its connections, its calls in flight, its end of the bus, and the order in which they go
 * away. Confined to one event loop.
 */
final class Gateway {
    private final GatewayParts parts;
    private final NodeBudget budget;
    private final NodeMeters meters;
    private final CallOutbox outbox;
    private final CallsInFlight calls;
    private final GatewayLoop loop;
    private final Set<Connection> connections = new LinkedHashSet<>();

    private @Nullable Long drainSinceNanos;
    private boolean cut;

    /**
     * @param number of the instance, unique on this node
     * @param later runs a task on the event loop after everything that is ready there now
     */
    Gateway(GatewayParts parts, int number, Executor later) {
        this.parts = parts;
        this.budget = parts.budget();
        this.meters = parts.meters();
        this.outbox = new CallOutbox(parts.bus(), number, parts.targets(), this::onReply);
        this.calls = new CallsInFlight(parts, outbox);
        CallBus bus = outbox;
        this.loop = new GatewayLoop(
                new LoopTurn(later, bus),
                new Dispatcher(parts, calls, bus),
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
        if (!budget.openConnection()) {
            meters.connectionRefused();
            transport.abort();
            return;
        }
        Connection connection = new Connection(transport, loop, new Origin(addressOf(socket), null));
        meters.connectionOpened();
        connections.add(connection);
        socket.closeHandler(closed -> {
            connections.remove(connection);
            budget.closeConnection();
            connection.onClosed();
        });
        transport.connect(socket, connection);
        if (drainSinceNanos != null) {
            connection.onDrain(); // it was being accepted when the listener closed
        }
    }

    /** Every few milliseconds: deadlines of calls. */
    void onSweep() {
        calls.sweep(loop.now());
        outbox.flush();
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
        return outbox.close();
    }

    private void onDrainTick(List<Connection> all, long drainingNanos) {
        if (drainingNanos >= parts.drain().deadlineNanos() && !cut) {
            cut = true;
            meters.cutByDrain(calls.cut());
        }
        if (drainingNanos >= parts.drain().deadlineNanos() + DrainTimes.FLUSH_NANOS) {
            for (Connection connection : all) {
                meters.cutByDrain(connection.onFlushDeadline() ? 1 : 0);
            }
        }
        if (drainingNanos >= parts.drain().endNanos()) {
            all.forEach(Connection::onDrainEnd);
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
