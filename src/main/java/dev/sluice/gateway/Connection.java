package dev.sluice.gateway;

import dev.sluice.bus.Origin;
import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.gateway.Transport.Reading;
import dev.sluice.jsonrpc.Answer;
import dev.sluice.metrics.CloseReason;
import io.vertx.core.buffer.Buffer;

/**
 * One client's connection: when it is read, when it is written, and how it ends. What frames mean is the
 * {@link Dispatcher}'s business.
 *
 * <p>Confined to one event loop; talks to its socket through a {@link Transport}. Its state goes one way only, from
 * {@link ConnectionState#OPEN} to {@link ConnectionState#CLOSED}, through {@link #enter}.
 *
 * <p>Invariant: the transport reads exactly when {@link #mayRead()} said so last.
 */
final class Connection {
    private final Transport transport;
    private final GatewayLoop loop;
    private final Origin origin;
    private final FrameIntake intake;
    private final WriteBatch out = new WriteBatch();
    private final SlotList slots = new SlotList();
    private final Linger linger;

    private ConnectionState state = ConnectionState.OPEN;
    private CloseReason closeReason = CloseReason.CLIENT;
    private Reading reading = Reading.ON;
    private boolean inputEnded;
    private boolean marked;

    private long lastInputNanos;
    private long lastTakenNanos;
    private long drainSinceNanos;

    Connection(Transport transport, GatewayLoop loop, Origin origin) {
        this.transport = transport;
        this.loop = loop;
        this.origin = origin;
        this.intake = new FrameIntake(loop.limits().maxFrameBytes());
        this.linger = new Linger(loop.drain().lingerNanos());
        this.lastInputNanos = loop.now();
    }

    void onData(Buffer data) {
        lastInputNanos = loop.now();
        loop.meters().bytesIn(data.length());
        if (state.parses()) {
            intake.feed(data);
            parse();
            updateReading();
            loop.turn().mark(this);
        } else {
            linger.discard(data.length());
            updateReading();
            if (linger.isOver(lastInputNanos, lastInputNanos)) {
                close();
            }
        }
    }

    /** The peer sent FIN: it has nothing more to ask, and may still read. */
    void onInputEnded() {
        inputEnded = true;
        if (state == ConnectionState.LINGERING) {
            close();
        } else {
            loop.turn().mark(this);
        }
    }

    /** The kernel took bytes that were written. */
    void onWritten(int bytes) {
        lastTakenNanos = loop.now();
        loop.meters().bytesOut(bytes);
        out.taken(bytes);
        loop.turn().mark(this);
    }

    /** The socket is gone, whoever closed it. */
    void onClosed() {
        if (state != ConnectionState.CLOSED) {
            enter(ConnectionState.CLOSED);
            intake.stop();
            loop.calls().dropAll(slots);
            loop.meters().connectionClosed(closeReason);
        }
    }

    void onDrain() {
        if (state == ConnectionState.OPEN) {
            enter(ConnectionState.DRAINING);
            closeReason = CloseReason.DRAINED;
            drainSinceNanos = loop.now();
            loop.turn().mark(this);
        }
    }

    void onTick(long nowNanos) {
        if (out.queuedBytes() > 0 && nowNanos - lastTakenNanos > loop.limits().writeStallNanos()) {
            abort(CloseReason.WRITE_STALL);
        } else if (linger.isOver(nowNanos, lastInputNanos)) {
            close();
        } else {
            if (state == ConnectionState.DRAINING
                    && nowNanos - drainSinceNanos >= loop.drain().cutNanos()) {
                enter(ConnectionState.REFUSING);
            }
            finishIfDone(nowNanos);
        }
    }

    /** The time to deliver what was answered at the drain's deadline is over. True if some of it was not taken. */
    boolean onFlushDeadline() {
        if (!state.writes()) {
            return false;
        }
        boolean cut = out.queuedBytes() > 0;
        if (cut) {
            abort(CloseReason.DRAIN_DEADLINE);
        } else {
            finish(loop.now());
        }
        return cut;
    }

    /** Everything that happened in this loop turn is done: now write it, once. */
    void onTurnEnd() {
        marked = false;
        if (state != ConnectionState.CLOSED) {
            intake.beginTurn();
            parse();
            out.flush(transport);
            finishIfDone(loop.now());
            updateReading();
        }
    }

    /** For {@link LoopTurn}: true the first time in a turn. */
    boolean markOnce() {
        boolean first = !marked;
        marked = true;
        return first;
    }

    boolean takesCalls() {
        return state == ConnectionState.OPEN || (state == ConnectionState.DRAINING && !isFull());
    }

    void callBegan(Slot slot) {
        slots.add(slot);
    }

    void callEnded(Slot slot) {
        slots.remove(slot);
        loop.turn().mark(this);
    }

    void answer(int requestId, Answer answer) {
        if (mayWrite()) {
            out.append(requestId, answer);
        }
    }

    Origin origin() {
        return origin;
    }

    private void parse() {
        try {
            Frame frame;
            while (state.parses() && mayRead() && (frame = intake.next()) != null) {
                loop.dispatcher().onFrame(this, frame);
            }
        } catch (FrameException e) {
            onBroken(e);
        }
        if (!intake.isExhausted() && mayRead()) {
            loop.turn().mark(this);
        }
    }

    private void onBroken(FrameException broken) {
        intake.stop();
        enter(ConnectionState.ENDING);
        switch (broken.reason()) {
            case TOO_LARGE -> {
                closeReason = CloseReason.FRAME_TOO_LARGE;
                linger.afterTooLarge();
                loop.calls().answerTooLarge(new ReplyTo(this, broken.requestId(), null), broken.getMessage());
            }
            case BAD_MAGIC -> {
                closeReason = CloseReason.BAD_MAGIC;
                linger.afterBadMagic(lastInputNanos);
                FirstBytes kind = loop.badPeers().report(origin, broken.firstBytesHex(), lastInputNanos);
                loop.calls().forgetAll(slots);
                if (!intake.sawFrame() && mayWrite()) {
                    out.appendRaw(kind.farewell());
                }
            }
        }
    }

    /** Reading is the only brake on a client, and the only way to see its FIN. */
    private boolean mayRead() {
        boolean takesOutput = out.queuedBytes() < loop.limits().outboundMarkBytes();
        return switch (state) {
            case OPEN -> takesOutput && !isFull();
            case DRAINING, REFUSING -> takesOutput;
            case ENDING -> !linger.isFull(); // answers are owed: the input has to wait for them
            case LINGERING -> true;
            case CLOSED -> false;
        };
    }

    private boolean isFull() {
        return slots.size() >= loop.limits().maxInFlightPerConnection();
    }

    private boolean mayWrite() {
        if (!state.writes()) {
            return false;
        }
        if (out.queuedBytes() == 0) {
            lastTakenNanos = loop.now();
        }
        loop.turn().mark(this);
        return true;
    }

    private void updateReading() {
        Reading wanted = mayRead() ? Reading.ON : Reading.OFF;
        if (wanted != reading && state != ConnectionState.CLOSED) {
            reading = wanted;
            lastInputNanos = loop.now(); // who was not read was not silent
            transport.read(wanted);
        }
    }

    private void finishIfDone(long nowNanos) {
        if (slots.size() > 0 || out.queuedBytes() > 0 || !intake.isExhausted()) {
            return;
        }
        boolean done =
                switch (state) {
                    case OPEN -> inputEnded;
                    case DRAINING, REFUSING ->
                        inputEnded
                                || (reading == Reading.ON
                                        && loop.drain().isQuiet(nowNanos, drainSinceNanos, lastInputNanos));
                    case ENDING -> true;
                    case LINGERING, CLOSED -> false;
                };
        if (done) {
            finish(nowNanos);
        }
    }

    /** Everything is answered and taken by the kernel: say so, and wait until the peer has read it. */
    private void finish(long nowNanos) {
        if (state == ConnectionState.OPEN) {
            closeReason = CloseReason.FINISHED;
        }
        enter(ConnectionState.LINGERING);
        intake.stop();
        linger.begin(nowNanos);
        transport.shutdownOutput();
        if (inputEnded || linger.isFull()) {
            close();
        }
    }

    /** Leaves a peer that is not waited for; one that has not taken its answers loses them. */
    void close() {
        if (out.queuedBytes() > 0) {
            abort(closeReason);
        } else if (state != ConnectionState.CLOSED) {
            transport.close();
            onClosed();
        }
    }

    private void abort(CloseReason reason) {
        if (state != ConnectionState.CLOSED) {
            closeReason = reason;
            transport.abort();
            onClosed();
        }
    }

    private void enter(ConnectionState next) {
        assert next.compareTo(state) > 0 : state + " to " + next;
        state = next;
    }
}
