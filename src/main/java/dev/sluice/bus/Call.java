package dev.sluice.bus;

import dev.sluice.frame.Frame;
import dev.sluice.jsonrpc.Incoming;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * One call on its way to a handler. Made by a gateway, read by a worker.
 *
 * <p>Immutable but for its state, which decides who may say what became of it: whoever wins the step away from
 * {@link State#WAITING} does, and only he may answer executed "no". The state is the one thing gateway and worker share.
 *
 * <p>{@code dealtTo} belongs to the gateway's loop alone.
 */
public final class Call {
    /** Where a call stands. There is no way back. */
    public enum State {
        /** No handler was entered; it may still be withdrawn. */
        WAITING,
        /** Taken back before it was started. It never will be. */
        WITHDRAWN,
        /** Taken by a worker; its handler may have been entered. */
        STARTED,
        /** Started, and nobody wants the answer any more. The handler may look and stop. */
        CANCELLED,
        /** Cancelled, and given up: the handler has not ended for too long. */
        ABANDONED,
        /** The handler has ended. */
        ENDED
    }

    private static final AtomicReferenceFieldUpdater<Call, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Call.class, State.class, "state");

    private final long ticket;
    private final Frame frame;
    private final Incoming.Request request;
    private final Origin origin;
    private final long deadlineNanos;

    private volatile State state = State.WAITING;
    private List<Runnable> cancelActions = List.of(); // guarded by this

    private int dealtTo = -1;

    /**
     * @param ticket the gateway's slot and generation, returned with the reply
     * @param frame the body in which the request's params lie
     * @param deadlineNanos when nobody waits any more, on the clock of {@link System#nanoTime()}
     */
    public Call(long ticket, Frame frame, Incoming.Request request, Origin origin, long deadlineNanos) {
        this.ticket = ticket;
        this.frame = frame;
        this.request = request;
        this.origin = origin;
        this.deadlineNanos = deadlineNanos;
    }

    /** The same call again, waiting. Only for one that was withdrawn: that is the proof that it never started. */
    public Call again() {
        assert state == State.WITHDRAWN : state;
        return new Call(ticket, frame, request, origin, deadlineNanos);
    }

    /** The gateway's slot and generation. */
    public long ticket() {
        return ticket;
    }

    /** The request's 32 bits from the frame. */
    public int requestId() {
        return frame.requestId();
    }

    /** The array in which the params lie. Not to be changed. */
    public byte[] body() {
        return frame.body();
    }

    /** The request as it was read. */
    public Incoming.Request request() {
        return request;
    }

    /** Who sent it. */
    public Origin origin() {
        return origin;
    }

    /** When nobody waits any more, on the clock of {@link System#nanoTime()}. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Where it stands now. */
    public State state() {
        return state;
    }

    /** Takes it for a handler. True for exactly one caller, and only if it was not withdrawn. */
    public boolean start() {
        return STATE.compareAndSet(this, State.WAITING, State.STARTED);
    }

    /** Takes it back. True means that no handler was entered and none will be. */
    public boolean withdraw() {
        return STATE.compareAndSet(this, State.WAITING, State.WITHDRAWN);
    }

    /** Tells a started handler that nobody wants its answer, once. */
    public void cancel() {
        List<Runnable> actions;
        synchronized (this) {
            if (!STATE.compareAndSet(this, State.STARTED, State.CANCELLED)) {
                return;
            }
            actions = cancelActions;
            cancelActions = List.of();
        }
        actions.forEach(Runnable::run);
    }

    /** Gives up waiting for the end of a cancelled handler. False if it has ended meanwhile. */
    public boolean abandon() {
        return STATE.compareAndSet(this, State.CANCELLED, State.ABANDONED);
    }

    /** The handler has ended; returns the state it ended in. */
    public State end() {
        return STATE.getAndSet(this, State.ENDED);
    }

    /** Runs an action when the call is cancelled, at once if it is. */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!isCancelled()) {
                List<Runnable> actions = new ArrayList<>(cancelActions);
                actions.add(action);
                cancelActions = actions;
                return;
            }
        }
        action.run();
    }

    /** True if nobody wants the answer of the started handler. */
    public boolean isCancelled() {
        return state == State.CANCELLED || state == State.ABANDONED;
    }

    /** The instance of its lane it was sent to; -1 before. For the gateway's loop. */
    int dealtTo() {
        return dealtTo;
    }

    void dealtTo(int instance) {
        dealtTo = instance;
    }
}
