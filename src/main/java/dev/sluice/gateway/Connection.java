package dev.sluice.gateway;

import dev.sluice.bus.Origin;
import dev.sluice.frame.FrameException;
import dev.sluice.jsonrpc.Answer;
import dev.sluice.metrics.CloseReason;
import io.vertx.core.buffer.Buffer;

/**
 * One client's connection: where everything that happens to it comes in. What comes from the client is the business of its
 * {@link Inbox}, what goes there that of its {@link AnswerQueue}, when it is read that of its {@link ReadControl}, how it
 * ends that of its {@link Lifecycle}; what frames mean that of the loop's {@link Dispatcher}.
 *
 * <p>Confined to one event loop; talks to its socket through a {@link Transport}.
 */
final class Connection {
    private static final int MODEST_CALLS = 8;

    private final Transport transport;
    private final GatewayLoop loop;
    private final Origin origin;
    private final Lifecycle life;
    private final Inbox inbox;
    private final AnswerQueue out;
    private final BadFrames badFrames;
    private final ReadControl reads;
    private final Retirement retirement;
    private final SlotList slots = new SlotList();

    private boolean marked;

    Connection(Transport transport, GatewayLoop loop, Origin origin) {
        this.transport = transport;
        this.loop = loop;
        this.origin = origin;
        this.life = new Lifecycle(this, transport, loop);
        this.inbox = new Inbox(this, loop);
        this.out = new AnswerQueue(this, loop);
        this.badFrames = new BadFrames(loop.limits().frames().maxBad());
        this.reads = new ReadControl(this, life, transport, loop);
        this.retirement = new Retirement(
                loop.limits().times(), loop.now(), loop.connections().nextNumber());
    }

    /**
     * Bytes have come.
     *
     * @param data the transport's again when this returns
     */
    void onData(Buffer data) {
        long nowNanos = reads.heard();
        loop.meters().bytesIn(data.length());
        if (life.state().parses() && inbox.take(data)) {
            inbox.parse();
            reads.update();
            markIfBusy();
            return;
        }
        life.linger().discard(data.length());
        reads.update();
        if (life.linger().isOver(nowNanos, nowNanos)) {
            life.close();
        }
    }

    /** The peer sent FIN: it has nothing more to ask, and may still read. */
    void onInputEnded() {
        life.inputEnded();
        loop.turn().mark(this);
    }

    /** The kernel took bytes that were written. */
    void onWritten(int bytes) {
        if (!isClosed()) {
            loop.meters().bytesOut(bytes);
            out.taken(bytes);
            markIfBusy();
        }
    }

    /** The socket is gone, whoever closed it. */
    void onClosed() {
        if (life.closed()) {
            loop.calls().dropAll(slots);
            inbox.close();
            out.close();
        }
    }

    /** The node will go away: a client that wants to know is told. */
    void onDrainAnnounced(long deadlineNanos) {
        life.talk().announce(deadlineNanos);
        life.sayDrain();
    }

    /** The client understands what a drain is. */
    void onHello() {
        life.talk().listen();
        life.sayDrain();
    }

    /** The node goes away, or, when it is idle or old, this connection alone. */
    void onDrain(CloseReason reason) {
        life.drain(reason);
        loop.turn().mark(this);
    }

    /** A body was no JSON; with too many of them the connection ends. */
    void onBadFrame() {
        if (badFrames.add(loop.now()) && life.state().parses()) {
            life.endPeer(CloseReason.BAD_FRAMES, "sent limits.badFrames bodies in 10 s that are no JSON");
        }
    }

    /** The stream is no sequence of frames any more. */
    void onBroken(FrameException broken, boolean sawFrame) {
        life.broken(broken, sawFrame);
    }

    void onTick(long nowNanos) {
        CloseReason overdue = life.state().parses() ? inbox.clock().overdue(nowNanos) : null;
        if (out.isStalled(nowNanos)) {
            cut(CloseReason.WRITE_STALL, "took none of its answers for limits.writeStall");
        } else if (life.linger().isOver(nowNanos, reads.lastInputNanos())) {
            life.close();
        } else if (overdue == CloseReason.FIRST_BYTE_TIMEOUT) {
            life.close(overdue);
        } else if (overdue != null) {
            life.endPeer(overdue, "is too slow to send a frame");
        } else if (!isClosed()) {
            passTime(nowNanos);
        }
    }

    /** The time to deliver what was answered at the drain's deadline is over. True if some of it was not taken. */
    boolean onFlushDeadline() {
        if (!life.state().writes()) {
            return false;
        }
        boolean cut = !out.isEmpty();
        if (cut) {
            cut(CloseReason.DRAIN_DEADLINE, "did not take all its answers before the end of the drain");
        } else {
            life.finish(loop.now());
        }
        return cut;
    }

    /** Everything that happened in this loop turn is done: now write it, once. */
    void onTurnEnd() {
        marked = false;
        inbox.parse();
        out.flush(transport);
        if (!life.isOpenEnded()) {
            finishIfDone(loop.now());
            out.flush(transport); // a goodbye
        }
        reads.update();
    }

    /** For {@link LoopTurn}: true the first time in a turn. */
    boolean markOnce() {
        boolean first = !marked;
        marked = true;
        return first;
    }

    boolean takesCalls() {
        ConnectionState state = life.state();
        return state == ConnectionState.OPEN || (state == ConnectionState.DRAINING && !isFull());
    }

    /** True for a client with so few calls in flight that others are to blame for a queue. */
    boolean isModest() {
        return slots.size() < MODEST_CALLS;
    }

    void callBegan(Slot slot) {
        slots.add(slot);
        loop.turn().schedule(); // the call waits in the outbox
    }

    void callEnded(Slot slot) {
        slots.remove(slot);
        loop.turn().mark(this);
    }

    /** Cancels a request in flight or parked; nothing happens if there is none with this id. */
    void cancel(byte[] id) {
        if (!loop.calls().cancel(slots, id)) {
            inbox.cancelParked(id);
        }
    }

    void answer(int requestId, Answer answer) {
        if (life.state().writes()) {
            out.add(requestId, answer);
            loop.turn().mark(this);
        }
    }

    /** The time for the whole drain is over. True if the peer has not got all its answers. */
    boolean onDrainEnd() {
        return life.endDrain();
    }

    /** Cuts the connection hard, and says so in the log; what it has not taken is lost. */
    void cut(CloseReason reason, String why) {
        loop.peers().limit(origin, reason, why);
        life.abort(reason);
    }

    /** Gives up the frame that is coming: the node needs the room. */
    void giveUpFrame(String why) {
        life.endPeer(CloseReason.INBOUND_BYTES, why);
    }

    /** True if the node's room holds a part of a frame that is still coming. */
    boolean holdsPartOfFrame() {
        return life.state().parses() && inbox.holdsPartOfFrame();
    }

    boolean listensForNotifications() {
        return life.talk().listens();
    }

    Origin origin() {
        return origin;
    }

    Inbox inbox() {
        return inbox;
    }

    AnswerQueue out() {
        return out;
    }

    Answering answering() {
        return loop.answering();
    }

    SlotList slots() {
        return slots;
    }

    /** True if frames may be taken from the input. */
    boolean mayParse() {
        return life.state().parses() && !out.isAboveMark() && (!parks() || inbox.mayPark());
    }

    /** True while frames wait for a slot. In a drain they are refused instead: a FIN behind them has to be seen. */
    boolean parks() {
        return life.state() == ConnectionState.OPEN && isFull();
    }

    /** True if nothing is in flight, queued or to be looked at. */
    boolean isQuiet() {
        return slots.size() == 0 && out.isEmpty() && inbox.isEmpty();
    }

    private void passTime(long nowNanos) {
        life.passCut(nowNanos);
        CloseReason end = retirement.due(nowNanos, restingSinceNanos(nowNanos));
        if (end != null && life.state() == ConnectionState.OPEN) {
            onDrainAnnounced(nowNanos + loop.drain().deadlineNanos());
            onDrain(end);
        }
        finishIfDone(nowNanos);
        reads.update();
    }

    private long restingSinceNanos(long nowNanos) {
        boolean rests = isQuiet() && !inbox.clock().insideFrame();
        return rests ? Math.max(reads.lastInputNanos(), out.lastTakenNanos()) : nowNanos;
    }

    private void finishIfDone(long nowNanos) {
        life.finishIfDone(nowNanos, reads.silentSinceNanos());
    }

    /** Marks it for the end of this turn, if that would find something to do. */
    private void markIfBusy() {
        if (!(life.isOpenEnded() && inbox.isEmpty() && out.isEmpty() && reads.isReading())) {
            loop.turn().mark(this);
        }
    }

    private boolean isFull() {
        return slots.size() >= loop.limits().calls().maxInFlightPerConnection();
    }

    private boolean isClosed() {
        return life.state() == ConnectionState.CLOSED;
    }
}
