package dev.sluice.gateway;

import dev.sluice.frame.FrameException;
import dev.sluice.jsonrpc.ServerNotification;
import dev.sluice.metrics.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The state of one {@link Connection} and every way out of it: finished, drained, broken by the peer, cut. Confined to the
 * connection's event loop. It goes one way only, from {@link ConnectionState#OPEN} to {@link ConnectionState#CLOSED},
 * through {@link #enter}.
 */
final class Lifecycle {
    private final Connection connection;
    private final Transport transport;
    private final GatewayLoop loop;
    private final Linger linger;
    private final DrainTalk talk = new DrainTalk();

    private ConnectionState state = ConnectionState.OPEN;
    private CloseReason closeReason = CloseReason.CLIENT;
    private boolean inputEnded;
    private long drainSinceNanos;

    Lifecycle(Connection connection, Transport transport, GatewayLoop loop) {
        this.connection = connection;
        this.transport = transport;
        this.loop = loop;
        this.linger = new Linger(loop.drain().lingerNanos(), transport::isDelivered);
    }

    ConnectionState state() {
        return state;
    }

    /** True as long as the client may ask for more and nothing else is to come. */
    boolean isOpenEnded() {
        return state == ConnectionState.OPEN && !inputEnded;
    }

    Linger linger() {
        return linger;
    }

    DrainTalk talk() {
        return talk;
    }

    /** The peer sent FIN. */
    void inputEnded() {
        inputEnded = true;
        if (state == ConnectionState.LINGERING) {
            close();
        }
    }

    /** Tells the client of the drain, if it is time for that and the client wants to know. */
    void sayDrain() {
        say(talk.drain(loop.now()));
    }

    /** Goes away in its own time: everything in flight is answered, and what still comes before the cut. */
    void drain(CloseReason reason) {
        if (state == ConnectionState.OPEN) {
            enter(ConnectionState.DRAINING);
            closeReason = reason;
            drainSinceNanos = loop.now();
        }
    }

    /** The cut: from now on requests are refused. */
    void passCut(long nowNanos) {
        if (state == ConnectionState.DRAINING
                && nowNanos - drainSinceNanos >= loop.drain().cutNanos()) {
            enter(ConnectionState.REFUSING);
        }
    }

    /** Takes nothing more from a peer that met a limit; what is in flight is answered, then the connection ends. */
    void endPeer(CloseReason reason, String why) {
        loop.peers().limit(connection.origin(), reason, why);
        closeReason = reason;
        linger.afterBadPeer();
        connection.inbox().dispatchAllParked();
        stopInput();
    }

    /** The stream is no sequence of frames any more. */
    void broken(FrameException broken, boolean sawFrame) {
        switch (broken.reason()) {
            case TOO_LARGE -> {
                closeReason = CloseReason.FRAME_TOO_LARGE;
                linger.afterTooLarge();
                connection.inbox().dispatchAllParked();
                stopInput();
                loop.answering()
                        .frameTooLarge(new FrameReply(connection, broken.requestId(), 0, null), broken.getMessage());
            }
            case BAD_MAGIC -> {
                closeReason = CloseReason.BAD_MAGIC;
                linger.afterBadPeer();
                linger.begin(loop.now());
                FirstBytes kind = loop.peers().notFrames(connection.origin(), broken.firstBytesHex());
                stopInput();
                loop.calls().forgetAll(connection.slots(), connection.inbox());
                if (!sawFrame) {
                    connection.out().addRaw(kind.farewell());
                }
            }
        }
    }

    /**
     * Ends the connection if there is nothing left to do.
     *
     * @param heard until when the peer was silent for sure; null while it is not read
     */
    void finishIfDone(long nowNanos, @Nullable Long heard) {
        if (!connection.isQuiet()) {
            return;
        }
        boolean done =
                switch (state) {
                    case OPEN -> inputEnded;
                    case DRAINING, REFUSING ->
                        inputEnded || (heard != null && loop.drain().isQuiet(nowNanos, drainSinceNanos, heard));
                    case ENDING -> true;
                    case LINGERING, CLOSED -> false;
                };
        if (done && !saysGoodbye()) {
            finish(nowNanos);
        }
    }

    /** Everything is answered and taken by the kernel: say so, and wait until the peer has read it. */
    void finish(long nowNanos) {
        if (state == ConnectionState.OPEN) {
            closeReason = CloseReason.FINISHED;
        }
        enter(ConnectionState.LINGERING);
        connection.inbox().stop();
        linger.begin(nowNanos);
        transport.shutdownOutput();
        if (inputEnded || linger.isFull()) {
            close();
        }
    }

    /** Leaves whoever is still there at the end of the drain. True if the peer has not got all its answers. */
    boolean endDrain() {
        boolean cut = state != ConnectionState.CLOSED && !transport.isDelivered();
        if (cut) {
            String why = "has not got all its answers when the drain ends";
            loop.peers().limit(connection.origin(), CloseReason.DRAIN_DEADLINE, why);
        }
        close();
        return cut;
    }

    /** Closes for a reason of its own. */
    void close(CloseReason reason) {
        closeReason = reason;
        close();
    }

    /** Leaves a peer that is not waited for; one that has not taken its answers loses them. */
    void close() {
        if (!connection.out().isEmpty()) {
            abort(closeReason);
        } else if (state != ConnectionState.CLOSED) {
            transport.close();
            connection.onClosed();
        }
    }

    /** Cuts a connection hard; what it has not taken is lost. */
    void abort(CloseReason reason) {
        if (state != ConnectionState.CLOSED) {
            closeReason = reason;
            transport.abort();
            connection.onClosed();
        }
    }

    /** The socket is gone; true the first time. */
    boolean closed() {
        if (state == ConnectionState.CLOSED) {
            return false;
        }
        enter(ConnectionState.CLOSED);
        loop.meters().connectionClosed(closeReason);
        return true;
    }

    /** The last frame of a drained connection is a goodbye, for a client that knows it. FIN follows when it was taken. */
    private boolean saysGoodbye() {
        boolean draining = state == ConnectionState.DRAINING || state == ConnectionState.REFUSING;
        ServerNotification goodbye = draining ? talk.goodbye(closeReason) : null;
        if (goodbye == null) {
            return false;
        }
        say(goodbye);
        stopInput();
        return true;
    }

    private void say(@Nullable ServerNotification notification) {
        if (notification != null) {
            connection.answer(ServerNotification.REQUEST_ID, notification);
        }
    }

    /** From now on input is discarded. */
    private void stopInput() {
        if (state.parses()) {
            connection.inbox().stop();
            enter(ConnectionState.ENDING);
            loop.turn().mark(connection);
        }
    }

    private void enter(ConnectionState next) {
        assert next.compareTo(state) > 0 : state + " to " + next;
        state = next;
    }
}
