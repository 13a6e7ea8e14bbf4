package dev.sluice.worker;

import dev.sluice.bus.Call;
import dev.sluice.bus.Reply;
import dev.sluice.bus.Timing;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Refusal;
import dev.sluice.service.CallContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through a handler, and what the handler sees of it. Begun by one thread; a handler's future may
 * complete it on another.
 *
 * <p>Invariant: exactly one reply, whatever the handler does; and if the handler was entered, the method's place is given
 * back exactly once.
 */
final class Invocation implements CallContext {
    private static final RpcError TOO_LATE = RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.NO);
    private static final RpcError CANCELLED = RpcError.of(ErrorCode.CANCELLED, Executed.YES);
    private static final RpcError CANNOT_BIND = RpcError.of(ErrorCode.INTERNAL_ERROR, Executed.NO);
    private static final RpcError NO_ROOM = RpcError.of(
            ErrorCode.RESPONSE_TOO_LARGE, Executed.YES, "limits.outboundBytes leave no room for the answer now");
    private static final long SLOW_NANOS = 100_000_000;
    private static final long RETRY_AFTER_MS = 100;

    private final WorkerParts parts;
    private final Method method;
    private final Call call;
    private final Consumer<Reply> replies;
    private final long arrivedNanos;
    private final AtomicBoolean ended = new AtomicBoolean();

    private long enteredNanos;

    /** How long an asynchronous handler has held its worker; 0 while it does. */
    private long heldNanos;

    private int poolThreads = 1;

    /**
     * @param arrivedNanos when the call came to this node's workers
     * @param replies takes the one reply, on any thread
     */
    Invocation(WorkerParts parts, Method method, Call call, long arrivedNanos, Consumer<Reply> replies) {
        this.parts = parts;
        this.method = method;
        this.call = call;
        this.arrivedNanos = arrivedNanos;
        this.replies = replies;
    }

    /**
     * Runs an asynchronous handler on the calling thread; its future completes the call.
     *
     * @param nowNanos the time now
     * @return when the handler had returned; {@code nowNanos} if it was not entered
     */
    long run(Handler.Async handler, long nowNanos) {
        if (!start(nowNanos)) {
            return nowNanos;
        }
        try {
            Object params = bind();
            Future<?> future = handler.code().handle(params, this);
            if (future == null) {
                fail(new NullPointerException("the handler returned null instead of a future"));
            } else {
                future.onComplete(this::succeed, this::fail);
            }
        } catch (ParamsException e) {
            refuseParams(e);
        } catch (Throwable e) {
            fail(e);
        }
        return letGo();
    }

    /**
     * Runs a blocking handler on the calling thread.
     *
     * @param threads how many threads there are for such handlers
     */
    void run(Handler.Blocking handler, int threads) {
        poolThreads = threads;
        if (!start(parts.now())) {
            return;
        }
        try {
            Object params = bind();
            succeed(handler.code().handle(params, this));
        } catch (ParamsException e) {
            refuseParams(e);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Refuses the call before it is started, if nobody took it back meanwhile. */
    void refuse(RpcError error, Refusal reason) {
        if (call.withdraw()) {
            parts.meters().refused(reason);
            replies.accept(Reply.error(call.ticket(), error, null));
        } else {
            replies.accept(Reply.withdrawn(call.ticket()));
        }
    }

    /** Takes the call for this handler; false if there is nothing to run, and that is said. */
    private boolean start(long nowNanos) {
        enteredNanos = nowNanos;
        if (enteredNanos - call.deadlineNanos() >= 0 && call.withdraw()) {
            replies.accept(Reply.error(call.ticket(), TOO_LATE, null));
            return false;
        }
        if (!method.enter()) {
            String reason = "method has maxInFlight " + method.maxInFlight() + " calls running";
            refuse(RpcError.overloaded(reason, RETRY_AFTER_MS), Refusal.METHOD_LIMIT);
            return false;
        }
        if (!call.start()) {
            method.leave();
            replies.accept(Reply.withdrawn(call.ticket()));
            return false;
        }
        parts.queueDelay(method.handler()).record(enteredNanos - call.receivedNanos());
        return true;
    }

    /** The author's code has not been entered before this returns. */
    @SuppressWarnings("NullAway") // null only for a method whose params are Void
    private Object bind() throws ParamsException {
        try {
            return method.binder()
                    .bind(
                            call.takeBody(),
                            call.request().paramsOffset(),
                            call.request().paramsBytes());
        } catch (RuntimeException | Error e) {
            parts.log().failed(method, "the params cannot be bound", e);
            end(Reply.error(call.ticket(), CANNOT_BIND, null));
            throw e;
        }
    }

    private void refuseParams(ParamsException e) {
        RpcError error = RpcError.encode(
                ErrorCode.INVALID_PARAMS.code(), ErrorCode.INVALID_PARAMS.message(), Executed.NO, data -> {
                    data.writeStringField("reason", e.reason());
                    if (e.path() != null) {
                        data.writeStringField("path", e.path());
                    }
                });
        end(Reply.error(call.ticket(), error, null));
    }

    private void succeed(@Nullable Object result) {
        if (ended.get()) {
            return;
        }
        long handledNanos = isTimed() ? parts.now() : 0;
        try {
            ResultWriter.Written written = parts.results().write(result);
            if (!end(Reply.result(call.ticket(), written.json(), written.transitBytes(), timing(handledNanos)))) {
                parts.results().discard(written);
            }
        } catch (BoundedOutput.NoRoomException e) {
            RpcError error = e.ofNode() ? NO_ROOM : parts.errors().tooLarge();
            end(Reply.error(call.ticket(), error, timing(handledNanos)));
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** How a cancelled handler fails is nobody's concern: it was answered, and may have stopped because of that. */
    private void fail(@Nullable Throwable failure) {
        if (ended.get()) {
            return;
        }
        RpcError error = call.isCancelled() ? CANCELLED : errorOf(failure);
        end(Reply.error(call.ticket(), error, timing(isTimed() ? parts.now() : 0)));
    }

    private RpcError errorOf(@Nullable Throwable failure) {
        if (failure instanceof PassedOnException passedOn && passedOn.refusal() != null) {
            parts.meters().refused(passedOn.refusal());
        }
        return parts.errors().of(method, failure);
    }

    /** Replies, unless that was done; true for the one reply that left. */
    private boolean end(Reply reply) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        method.leave();
        if (call.end() == Call.State.ABANDONED) {
            method.meter().abandonedEnded();
        }
        long nanos = heldNanos > 0 ? heldNanos : (parts.now() - enteredNanos) / poolThreads;
        replies.accept(reply.afterHolding(nanos));
        return true;
    }

    private @Nullable Timing timing(long handledNanos) {
        if (!isTimed()) {
            return null;
        }
        long queueNanos = enteredNanos - arrivedNanos;
        return new Timing(queueNanos, handledNanos - enteredNanos, parts.now() - handledNanos);
    }

    /** The client wants to know where the time goes. */
    private boolean isTimed() {
        return call.request().meta().timing();
    }

    /** The worker is free again; returns the time. */
    private long letGo() {
        long nowNanos = parts.now();
        heldNanos = nowNanos - enteredNanos;
        if (heldNanos > SLOW_NANOS) {
            method.meter().slowHandler();
            parts.log().slow(method, TimeUnit.NANOSECONDS.toMillis(heldNanos));
        }
        return nowNanos;
    }

    @Override
    public String method() {
        return method.name();
    }

    @Override
    public int requestId() {
        return call.requestId();
    }

    @Override
    public String remoteAddress() {
        return call.origin().remoteAddress();
    }

    @Override
    public @Nullable String identity() {
        return call.origin().identity();
    }

    @Override
    public @Nullable String traceparent() {
        return call.request().meta().traceparent();
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(call.deadlineNanos() - parts.now());
    }

    @Override
    public boolean isCancelled() {
        return call.isCancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        call.onCancel(action);
    }
}
