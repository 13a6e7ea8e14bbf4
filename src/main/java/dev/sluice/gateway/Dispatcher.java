package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.Target;
import dev.sluice.bus.Targets;
import dev.sluice.frame.Frame;
import dev.sluice.jsonrpc.BatchResponse;
import dev.sluice.jsonrpc.EnvelopeReader;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Response;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.jsonrpc.ServerNotification;
import dev.sluice.limits.SlotLease;
import dev.sluice.metrics.Brake;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import java.util.function.LongSupplier;

/**
 * The way in: from a complete frame to calls in the outbox, or to an answer that needs no handler. One for a gateway
 * instance, confined to its event loop. The way back is {@link CallsInFlight}.
 *
 * <p>Admission, in this order: the connection takes calls, the method is known, its handlers end, its lane is not late
 * or this client not the reason, the node has a slot.
 */
final class Dispatcher {
    private static final RpcError METHOD_NOT_FOUND = RpcError.of(ErrorCode.METHOD_NOT_FOUND, Executed.NO);
    private static final RpcError DRAINING = RpcError.of(ErrorCode.DRAINING, Executed.NO);
    private static final RpcError RESERVED_ID = RpcError.of(
            ErrorCode.INVALID_REQUEST, Executed.NO, "frame id 4294967295 is for notifications of the server");
    private static final long RETRY_AFTER_MS = 100;
    private static final int MAX_ABANDONED_OF_METHOD = 1_000;

    private final EnvelopeReader reader;
    private final Targets targets;
    private final SlotLease lease;
    private final CallsInFlight calls;
    private final Answering answering;
    private final ControlMethods control;
    private final CallBus bus;
    private final NodeMeters meters;
    private final LongSupplier nanoTime;
    private final int maxResponseBytes;
    private final RpcError nodeFull;
    private final RpcError tooManyAbandoned;

    Dispatcher(GatewayParts parts, CallsInFlight calls, Answering answering, CallBus bus) {
        GatewayLimits limits = parts.limits();
        this.reader = new EnvelopeReader(limits.frames().maxBatch());
        this.targets = parts.targets();
        this.lease = calls.lease();
        this.calls = calls;
        this.answering = answering;
        this.control = new ControlMethods(
                answering, parts.meters(), parts.greeting(), limits.frames().maxBytes());
        this.bus = bus;
        this.meters = parts.meters();
        this.nanoTime = parts.nanoTime();
        this.maxResponseBytes = limits.frames().maxResponseBytes();
        this.nodeFull = RpcError.overloaded(
                "the node has limits.maxInFlight " + limits.calls().maxInFlight() + " calls in flight", RETRY_AFTER_MS);
        this.tooManyAbandoned = RpcError.overloaded(
                "more than " + MAX_ABANDONED_OF_METHOD + " handlers of this method never ended", RETRY_AFTER_MS);
    }

    /** Reads what a frame asks for. */
    Arrival read(Frame frame, long receivedNanos) {
        return new Arrival(frame, reader.read(frame.body()), receivedNanos);
    }

    /** True for what may not wait behind the calls it is about. */
    boolean isUrgent(Arrival arrival) {
        return control.isCancel(arrival.incoming());
    }

    /** Dispatches what a frame asks for. */
    void dispatch(Connection connection, Arrival arrival) {
        int requestId = arrival.frame().requestId();
        if (requestId == ServerNotification.REQUEST_ID && connection.listensForNotifications()) {
            refuseReservedId(new ReplyTo(connection, requestId, arrival.bytes(), null), arrival.incoming());
        } else if (arrival.incoming() instanceof Incoming.Entry entry) {
            dispatch(new ReplyTo(connection, requestId, arrival.bytes(), null), arrival, entry);
        } else if (arrival.incoming() instanceof Incoming.Batch batch) {
            BatchResponse responses = new BatchResponse(batch.entries().size(), maxResponseBytes);
            ReplyTo replyTo = new ReplyTo(connection, requestId, arrival.bytes(), responses);
            for (Incoming.Entry entry : batch.entries()) {
                dispatch(replyTo, arrival, entry);
            }
        }
    }

    /** A request was cancelled before it had a slot. */
    void cancelled(Connection connection, Arrival parked, Incoming.Request request) {
        meters.received();
        ReplyTo replyTo = new ReplyTo(connection, parked.frame().requestId(), parked.bytes(), null);
        answering.unstarted(replyTo, request, Expiry.AT_CANCEL.unstarted(), Outcome.CANCELLED, meterOf(request));
    }

    private void dispatch(ReplyTo replyTo, Arrival arrival, Incoming.Entry entry) {
        meters.received();
        if (entry instanceof Incoming.Request request) {
            if (!control.cancel(replyTo, arrival, request)) {
                admit(replyTo, arrival, request);
            }
        } else if (entry instanceof Incoming.Invalid invalid) {
            answering.invalid(replyTo, invalid);
            countInvalid(replyTo.connection(), invalid);
        }
    }

    private void countInvalid(Connection connection, Incoming.Invalid invalid) {
        if (invalid.error().code() == ErrorCode.PARSE_ERROR.code()) {
            meters.limited(Brake.BAD_FRAMES);
            connection.onBadFrame();
        } else if (reader.isBatchTooLarge(invalid)) {
            meters.limited(Brake.MAX_BATCH);
        }
    }

    private void admit(ReplyTo replyTo, Arrival arrival, Incoming.Request request) {
        if (!replyTo.connection().takesCalls()) {
            refuse(replyTo, request, DRAINING, Refusal.DRAINING);
            return;
        }
        Target target = targets.find(request.method());
        if (target == null) {
            if (!control.hello(replyTo, arrival, request)) {
                answering.unstarted(replyTo, request, METHOD_NOT_FOUND, Outcome.ERROR, meters.other());
            }
            return;
        }
        if (target.meter().abandonedNow() > MAX_ABANDONED_OF_METHOD) {
            refuse(replyTo, request, tooManyAbandoned, Refusal.ABANDONED);
            return;
        }
        if (calls.isLate(target) && !replyTo.connection().isModest()) {
            refuse(replyTo, request, calls.queueTooSlow(), Refusal.MAX_QUEUE_DELAY);
            return;
        }
        if (!lease.take()) {
            refuse(replyTo, request, nodeFull, Refusal.MAX_IN_FLIGHT);
            return;
        }
        Slot slot = calls.begin(replyTo, target, arrival.receivedNanos());
        slot.parsedNanos = request.meta().timing() ? nanoTime.getAsLong() : 0;
        Call.Window window =
                new Call.Window(arrival.receivedNanos(), deadlineNanos(request, target, arrival.receivedNanos()));
        Call call = new Call(
                slot.ticket(), arrival.frame(), request, replyTo.connection().origin(), window);
        slot.call = call;
        bus.send(call, target);
    }

    private void refuse(ReplyTo replyTo, Incoming.Request request, RpcError error, Refusal reason) {
        meters.refused(reason);
        answering.unstarted(replyTo, request, error, Outcome.REFUSED, meterOf(request));
    }

    private void refuseReservedId(ReplyTo replyTo, Incoming incoming) {
        meters.received();
        byte[] id = incoming instanceof Incoming.Request request ? request.id() : null;
        answering.invalid(replyTo, new Incoming.Invalid(id == null ? Response.nullId() : id, RESERVED_ID));
    }

    private MethodMeter meterOf(Incoming.Request request) {
        Target target = targets.find(request.method());
        return target == null ? meters.other() : target.meter();
    }

    /** The client can only shorten what the method or the configuration allows. */
    private static long deadlineNanos(Incoming.Request request, Target target, long receivedNanos) {
        long timeoutMs = request.meta().timeoutMs();
        long timeoutNanos = target.timeoutNanos();
        if (timeoutMs > 0 && timeoutMs < timeoutNanos / 1_000_000) {
            timeoutNanos = timeoutMs * 1_000_000;
        }
        return receivedNanos + timeoutNanos;
    }
}
