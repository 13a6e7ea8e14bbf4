package dev.sluice.bus;

import dev.sluice.frame.Frame;
import dev.sluice.jsonrpc.Incoming;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way to a handler. Made by a gateway, read by a worker.
 *
 * <p>Immutable but for its state, which decides who may say what became of it: whoever wins the step away from
 * {@link State#WAITING} does, and only he may answer executed "no". The state is the one thing gateway and worker share.
 *
 * <p>The body belongs to whoever won that step: the worker binds the params and lets go of it, the gateway drops it. So a
 * call that waits in some queue after it was answered, or a handler that never ends, holds no bytes of its client.
 *
 * <p>A call that goes to another node is started when it leaves: from then on only that node knows whether it came to a
 * handler. Its body stays here until it is answered, for it may have to go elsewhere.
 *
 * <p>{@code dealtTo}, {@code expectedNanos}, {@code charged}, {@code sentTo} and {@code tried} belong to the gateway's loop
 * alone.
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

    /**
     * The time a call has, on the clock of {@link System#nanoTime()}.
     *
     * @param receivedNanos when its frame was complete, or the node it was given to was lost
     * @param deadlineNanos when nobody waits for the answer any more
     */
    public record Window(long receivedNanos, long deadlineNanos) {}

    private final long ticket;
    private final int requestId;
    private final Incoming.Request request;
    private final Origin origin;
    private final Window window;

    private byte @Nullable [] body;
    private volatile State state = State.WAITING;
    private List<Runnable> cancelActions = List.of(); // guarded by this

    private int dealtTo = -1;
    private long expectedNanos;
    private boolean charged;
    private @Nullable RemoteLane sentTo;
    private List<RemoteNode> tried = List.of();

    /**
     * @param ticket the gateway's slot and generation, returned with the reply
     * @param frame the id, and the body in which the request's params lie
     */
    public Call(long ticket, Frame frame, Incoming.Request request, Origin origin, Window window) {
        this(ticket, frame.requestId(), frame.body(), request, origin, window);
    }

    private Call(long ticket, int requestId, byte[] body, Incoming.Request request, Origin origin, Window window) {
        this.ticket = ticket;
        this.requestId = requestId;
        this.body = body;
        this.request = request;
        this.origin = origin;
        this.window = window;
    }

    /**
     * Takes it back, to be sent again: that it was withdrawn is the proof that it never started.
     *
     * @return the same call, waiting; null if this one was started
     */
    public @Nullable Call again() {
        byte[] taken = body;
        return withdraw() ? new Call(ticket, requestId, Objects.requireNonNull(taken), request, origin, window) : null;
    }

    /**
     * The same call, waiting, for another node than those that had it: it was not started there, or may be started twice.
     *
     * @param newTicket of the slot that waits for it now
     * @param sinceNanos from when on it waits for a handler
     */
    public Call elsewhere(long newTicket, long sinceNanos) {
        Window left = new Window(sinceNanos, window.deadlineNanos);
        Call call = new Call(newTicket, requestId, body(), request, origin, left);
        if (sentTo == null) {
            call.tried = tried;
        } else {
            List<RemoteNode> nodes = new ArrayList<>(tried);
            nodes.add(sentTo.node());
            call.tried = List.copyOf(nodes);
        }
        return call;
    }

    /** The same call as the node knows it to which it has come: under its ticket, and from the one object for its client. */
    public Call under(long newTicket, Origin client) {
        return new Call(newTicket, requestId, body(), request, client, window);
    }

    /** The gateway's slot and generation. */
    public long ticket() {
        return ticket;
    }

    /** The request's 32 bits from the frame. */
    public int requestId() {
        return requestId;
    }

    /** The array in which the params lie. Once, for who started the call: from then on it is held no more. */
    public byte[] takeBody() {
        byte[] taken = Objects.requireNonNull(body, "the body was taken");
        body = null;
        return taken;
    }

    /** The array in which the params lie, which stays with the call. */
    byte[] body() {
        return Objects.requireNonNull(body, "the body was taken");
    }

    /** The request as it was read. */
    public Incoming.Request request() {
        return request;
    }

    /** Who sent it. */
    public Origin origin() {
        return origin;
    }

    /** From when on it waits for a handler, on the clock of {@link System#nanoTime()}. */
    public long receivedNanos() {
        return window.receivedNanos;
    }

    /** When nobody waits any more, on the clock of {@link System#nanoTime()}. */
    public long deadlineNanos() {
        return window.deadlineNanos;
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
        boolean won = STATE.compareAndSet(this, State.WAITING, State.WITHDRAWN);
        if (won) {
            body = null;
        }
        return won;
    }

    /** Tells a started handler that nobody wants its answer, once. */
    public void cancel() {
        if (isRemote()) {
            body = null; // it goes nowhere else
        }
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

    /** True while its handler may hold a worker. */
    boolean isRunning() {
        return state == State.STARTED || isCancelled();
    }

    /** The instance of its lane it was sent to; -1 before. For the gateway's loop. */
    int dealtTo() {
        return dealtTo;
    }

    void dealtTo(int instance) {
        dealtTo = instance;
    }

    /** How long it will hold an instance of its lane, as far as anybody can know. For the gateway's loop. */
    long expectedNanos() {
        return expectedNanos;
    }

    void expect(long nanos) {
        expectedNanos = nanos;
    }

    /** True if its client was charged what it is expected to take. For the gateway's loop. */
    boolean isCharged() {
        return charged;
    }

    void charged() {
        charged = true;
    }

    /** True if it was given to another node, or waits to be. For the gateway's loop. */
    public boolean isRemote() {
        return sentTo != null;
    }

    /** True if the node it was given to is lost. For the gateway's loop. */
    public boolean isLost() {
        return sentTo != null && sentTo.node().isLost();
    }

    /** The lane of another node it was given to; null if it was not. For the gateway's loop. */
    @Nullable
    RemoteLane sentTo() {
        return sentTo;
    }

    void sendTo(@Nullable RemoteLane lane) {
        sentTo = lane;
    }

    /** The nodes that had it before. For the gateway's loop. */
    List<RemoteNode> tried() {
        return tried;
    }
}
