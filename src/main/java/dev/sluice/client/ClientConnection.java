package dev.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.frame.FrameParser;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One socket and its calls in flight. Confined to the event loop of its context; {@link RpcClient} brings callers there.
 *
 * <p>Invariant: a call that was accepted is in {@code pending} or its caller has heard; in CLOSED nothing is pending.
 * While a call waits, a sweep is scheduled.
 */
final class ClientConnection {
    /** One sweep for all calls instead of a timer each: a time-out is late by at most this. */
    static final long SWEEP_MS = 20;

    private enum State {
        /** Calls are taken. */
        OPEN,
        /** {@code close} was called; answers are awaited. */
        DRAINING,
        /** Every caller has heard; the last bytes leave. */
        LEAVING,
        /** The end. */
        CLOSED
    }

    /**
     * Has this one socket. Referenced here because a NetClient that nobody references closes its socket at the next
     * garbage collection; closed to end, because closing the socket itself waits for a peer that does not read.
     */
    private final NetClient netClient;

    private final Context context;
    private final int maxInFlight;
    private final Faults faults;
    private final FrameParser parser;
    private final PendingCalls pending;
    private final Outbox outbox;
    private final SilenceWatch silence;
    private final Listeners listeners;
    private final Promise<Void> ended = Promise.promise();

    private State state = State.OPEN;
    private int unwrittenNotifications;
    private boolean sweepScheduled;
    private @Nullable Throwable socketFailure;

    ClientConnection(NetClient netClient, NetSocket socket, Context context, RpcClientOptions options) {
        this.netClient = netClient;
        this.context = context;
        this.maxInFlight = options.maxInFlight();
        this.faults = new Faults(options);
        this.parser = new FrameParser(options.maxResponseBytes());
        this.pending = new PendingCalls(maxInFlight, PendingCalls.NOTIFICATION_ID);
        this.outbox = new Outbox(socket::write, task -> context.runOnContext(v -> task.run()));
        this.silence = new SilenceWatch(options.silenceTimeout());
        this.listeners = new Listeners(context);
        socket.handler(this::onData);
        socket.exceptionHandler(failure -> socketFailure = failure);
        socket.closeHandler(v -> onSocketClosed());
    }

    /** Calls without an answer. */
    int inFlight() {
        return pending.size();
    }

    /** Completes when the connection has ended; fails if nobody asked for it. */
    Future<Void> ended() {
        return ended.future();
    }

    Listeners listeners() {
        return listeners;
    }

    void onCall(byte[] head, PendingCall call) {
        if (state != State.OPEN) {
            call.fail(faults.notOpen());
            return;
        }
        long timeoutMs = call.remainingMs(System.nanoTime());
        if (timeoutMs < 1) {
            call.fail(call.timeout(Executed.NO));
            return;
        }
        if (full()) {
            call.fail(faults.full(pending.size(), pending.givenUp(), unwrittenNotifications));
            return;
        }
        int id = pending.add(call);
        send(Requests.call(id, head, timeoutMs));
        scheduleSweep();
    }

    /** Completes the promise when the notification is written. Unwritten ones take places of calls: both are memory. */
    void onNotify(byte[] head, Promise<Void> written) {
        if (state != State.OPEN) {
            written.fail(faults.notOpen());
            return;
        }
        if (full()) {
            written.fail(faults.full(pending.size(), pending.givenUp(), unwrittenNotifications));
            return;
        }
        unwrittenNotifications++;
        send(Requests.notification(head));
        outbox.written().onComplete((v, failure) -> {
            unwrittenNotifications--;
            if (failure == null) {
                written.complete();
            } else {
                written.fail(faults.lost(failure));
            }
        });
    }

    /** Ends when all callers have heard, or after {@code drain}; the shortest counts. */
    void onClose(Duration drain) {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.OPEN) {
            state = State.DRAINING;
        }
        long drainMs = Math.max(1, drain.toMillis());
        long timer = context.owner().setTimer(drainMs, id -> end(closedHere()));
        ended.future().onComplete((v, failure) -> context.owner().cancelTimer(timer));
        leaveWhenAllHeard();
    }

    private void leaveWhenAllHeard() {
        if (state != State.DRAINING || pending.waiting() > 0) {
            return;
        }
        state = State.LEAVING;
        // the end drops what is not written yet
        outbox.written().onComplete((v, failure) -> end(closedHere()));
    }

    private RpcConnectionException closedHere() {
        return faults.lost("closed by this client before the answer came");
    }

    private boolean full() {
        return pending.size() + unwrittenNotifications >= maxInFlight;
    }

    private void send(byte[] frame) {
        listeners.sent(frame);
        outbox.add(frame);
    }

    private void onData(Buffer piece) {
        if (state == State.CLOSED) {
            return;
        }
        silence.heard();
        parser.feed(piece);
        try {
            Frame frame;
            while (state != State.CLOSED && (frame = parser.next()) != null) {
                onFrame(frame);
            }
            parser.keep();
        } catch (FrameException e) {
            end(faults.broken(e));
        }
        leaveWhenAllHeard();
    }

    private void onFrame(Frame frame) {
        listeners.received(frame);
        switch (frame.requestId()) {
            case PendingCalls.SERVER_ID -> onServerNotification(frame);
            case PendingCalls.NOTIFICATION_ID -> onAnsweredNotification(frame);
            default -> onAnswer(frame);
        }
    }

    private void onAnswer(Frame frame) {
        PendingCall call = pending.take(frame.requestId());
        if (call == null) {
            end(faults.broken("it answered request " + unsigned(frame) + ", which is not in flight"));
        } else if (!call.givenUp()) {
            answer(call, frame);
        }
    }

    private void answer(PendingCall call, Frame frame) {
        JsonNode result;
        try {
            result = Responses.result(frame.body());
        } catch (RpcErrorException e) {
            call.fail(e);
            return;
        } catch (IOException e) {
            RpcConnectionException why =
                    faults.broken("its answer to request " + unsigned(frame) + " is no JSON-RPC response", e);
            end(why);
            call.fail(why);
            return;
        }
        call.succeed(result);
    }

    private static String unsigned(Frame frame) {
        return Integer.toUnsignedString(frame.requestId());
    }

    private void onServerNotification(Frame frame) {
        if (!listeners.wantNotifications()) {
            return;
        }
        try {
            listeners.notification(Responses.notification(frame.body()));
        } catch (IOException e) {
            end(faults.broken("its notification is no JSON-RPC", e));
        }
    }

    /** Only an error can make a server do so: FRAME_TOO_LARGE for instance, which says more than the end it announces. */
    private void onAnsweredNotification(Frame frame) {
        String answer;
        try {
            answer = Responses.result(frame.body()).toString();
        } catch (RpcErrorException | IOException e) {
            answer = String.valueOf(e.getMessage());
        }
        end(faults.broken("it answered a notification: " + answer));
    }

    private void scheduleSweep() {
        if (!sweepScheduled) {
            sweepScheduled = true;
            // not at once: the current context may be a caller's, whose timers die with its verticle
            context.runOnContext(v -> context.owner().setTimer(SWEEP_MS, id -> onSweep()));
        }
    }

    private void onSweep() {
        sweepScheduled = false;
        long now = System.nanoTime();
        for (PendingCall call : pending.giveUpOverdue(now)) {
            silence.missed(now);
            call.fail(call.timeout(Executed.UNKNOWN));
        }
        leaveWhenAllHeard();
        if (silence.tooLong(now)) {
            end(faults.lost("nothing arrived for " + silence.limitMs() + " ms after a call ran out of time"));
        }
        if (pending.size() > 0) {
            scheduleSweep();
        }
    }

    private void onSocketClosed() {
        Throwable failure = socketFailure;
        if (failure != null) {
            end(faults.lost(failure));
        } else {
            end(faults.lost(parser.insideFrame() ? "closed by the server inside a frame" : "closed by the server"));
        }
    }

    /** The only way into CLOSED. */
    private void end(RpcConnectionException why) {
        if (state == State.CLOSED) {
            return;
        }
        boolean asked = state != State.OPEN;
        state = State.CLOSED;
        parser.clear();
        for (PendingCall call : pending.takeAll()) {
            call.fail(why);
        }
        netClient.close().onComplete((v, failure) -> {
            if (asked) {
                ended.complete();
            } else {
                ended.fail(why);
            }
        });
    }
}
