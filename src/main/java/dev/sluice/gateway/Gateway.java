package dev.sluice.gateway;

import dev.sluice.bus.CallBus;
import dev.sluice.bus.Origin;
import dev.sluice.bus.Reply;
import dev.sluice.bus.ReplyHandler;
import dev.sluice.limits.ConnectionPlaces.Place;
import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.NodeMeters;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
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
    private final Connections connections = new Connections();
    private final @Nullable Introductions introductions;

    private @Nullable Long drainDeadlineNanos;
    private @Nullable Long drainSinceNanos;
    private boolean cut;

    /**
     * @param bus makes this instance's end of the bus, which gives each reply to the given handler
     * @param later runs a task on the event loop after everything that is ready there now
     * @param afterReading the same, and after the sockets were looked at
     */
    Gateway(GatewayParts parts, Function<ReplyHandler, CallBus> bus, Executor later, Executor afterReading) {
        this.parts = parts;
        this.budget = parts.budget();
        this.meters = parts.meters();
        this.bus = bus.apply(this::onReply);
        Answering answering = new Answering(parts);
        this.calls = new CallsInFlight(parts, this.bus);
        Dispatcher dispatcher = new Dispatcher(parts, calls, answering, this.bus);
        LoopTurn turn = new LoopTurn(later, afterReading, this.bus);
        TransportRoom room = new TransportRoom(budget.bytes().outbound().limitBytes());
        this.loop = new GatewayLoop(turn, dispatcher, calls, answering, connections, room, parts);
        this.introductions = parts.proxies() == null ? null : new Introductions(parts, parts.proxies(), this::begin);
    }

    /** Completes when replies can come. */
    Future<Void> ready() {
        return bus.ready();
    }

    /** A client connected. */
    void onConnect(NetSocket socket) {
        SocketTransport transport = new SocketTransport(socket);
        if (introductions == null) {
            attach(socket, transport, open(transport, originOf(socket)));
            return;
        }
        Introductions known = introductions;
        Introductions.Guest guest = known.await(transport, originOf(socket));
        if (guest != null) {
            socket.closeHandler(closed -> known.gone(guest));
            transport.awaitIntroduction(
                    socket,
                    client -> attach(socket, transport, known.introduce(guest, client)),
                    () -> known.refuse(guest));
        }
    }

    private void attach(NetSocket socket, SocketTransport transport, @Nullable Connection connection) {
        if (connection != null) {
            socket.closeHandler(closed -> onClosed(connection));
            transport.connect(socket, connection);
        }
    }

    /** Takes a connection in, or closes it and returns null if the node has as many as it may have. */
    @Nullable
    Connection open(Transport transport, Origin origin) {
        Place place = budget.connections().take(origin.host());
        if (place != Place.TAKEN) {
            meters.connectionRefused(
                    place == Place.NODE_FULL ? CloseReason.MAX_CONNECTIONS : CloseReason.MAX_CONNECTIONS_PER_ADDRESS);
            transport.abort();
            return null;
        }
        return begin(transport, origin);
    }

    /** Begins with a connection that has a place. */
    Connection begin(Transport transport, Origin origin) {
        Connection connection = new Connection(transport, loop, origin);
        meters.connectionOpened();
        connections.add(connection);
        if (drainDeadlineNanos != null) {
            connection.onDrainAnnounced(drainDeadlineNanos);
        }
        if (drainSinceNanos != null) {
            connection.onDrain(CloseReason.DRAINED); // it was being accepted when the listener closed
        }
        return connection;
    }

    /** The socket of a connection is gone. */
    void onClosed(Connection connection) {
        connections.remove(connection);
        budget.connections().give(connection.origin().host());
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
        List<Connection> all = connections.all();
        if (drainSinceNanos != null) {
            onDrainTick(all, nowNanos - drainSinceNanos);
        }
        if (introductions != null) {
            introductions.onTick(nowNanos);
        }
        for (Connection connection : all) {
            connection.onTick(nowNanos);
        }
    }

    /**
     * Tells the clients that asked for it that the node will go away.
     *
     * @param lameDuckNanos how long until the drain begins
     */
    void announceDrain(long lameDuckNanos) {
        if (drainDeadlineNanos == null) {
            long deadlineNanos = loop.now() + lameDuckNanos + parts.drain().deadlineNanos();
            drainDeadlineNanos = deadlineNanos;
            connections.all().forEach(connection -> connection.onDrainAnnounced(deadlineNanos));
        }
    }

    /** Begins to go away. The listener closes beside it; each connection ends by itself. */
    void drain() {
        announceDrain(0);
        drainSinceNanos = loop.now();
        connections.all().forEach(connection -> connection.onDrain(CloseReason.DRAINED));
    }

    /** No connection is left: lets go of the bus. */
    Future<Void> close() {
        calls.lease().close();
        return bus.close();
    }

    private void onDrainTick(List<Connection> all, long drainingNanos) {
        if (introductions != null && drainingNanos >= parts.drain().cutNanos()) {
            introductions.onDrain();
        }
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
            all.forEach(connection -> meters.cutByDrain(connection.onDrainEnd() ? 1 : 0));
        }
    }

    private void onReply(Reply reply, long nowNanos) {
        calls.onReply(reply, nowNanos);
    }

    private static Origin originOf(NetSocket socket) {
        SocketAddress address = socket.remoteAddress();
        return address == null
                ? new Origin("unknown", 0, null)
                : new Origin(String.valueOf(address.hostAddress()), address.port(), null);
    }
}
