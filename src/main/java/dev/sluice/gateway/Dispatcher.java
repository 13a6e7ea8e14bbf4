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
 * <p>A call begins if the connection takes calls, the method is known, and its {@link Admission} has nothing against it.
 */
final class Dispatcher {
    private static final RpcError METHOD_NOT_FOUND = RpcError.of(ErrorCode.METHOD_NOT_FOUND, Executed.NO);
    private static final RpcError DRAINING = RpcError.of(ErrorCode.DRAINING, Executed.NO);
    private static final RpcError RESERVED_ID = RpcError.of(
            ErrorCode.INVALID_REQUEST, Executed.NO, "frame id 4294967295 is for notifications of the server");

    private final EnvelopeReader reader;
    private final Targets targets;
    private final Admission admission;
    private final CallsInFlight calls;
    private final Answering answering;
    private final ControlMethods control;
    private final CallBus bus;
    private final NodeMeters meters;
    private final LongSupplier nanoTime;
    private final int maxResponseBytes;

    Dispatcher(GatewayParts parts, CallsInFlight calls, Answering answering, CallBus bus) {
        GatewayLimits limits = parts.limits();
        this.reader = new EnvelopeReader(limits.frames().maxBatch());
        this.targets = parts.targets();
        this.admission = new Admission(limits.calls(), calls);
        this.calls = calls;
        this.answering = answering;
        this.control = new ControlMethods(
                answering, parts.meters(), parts.greeting(), limits.frames().maxBytes());
        this.bus = bus;
        this.meters = parts.meters();
        this.nanoTime = parts.nanoTime();
        this.maxResponseBytes = limits.frames().maxResponseBytes();
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
            refuseReservedId(new FrameReply(connection, requestId, arrival.bytes(), null), arrival.incoming());
        } else if (arrival.incoming() instanceof Incoming.Entry entry) {
            dispatch(new FrameReply(connection, requestId, arrival.bytes(), null), arrival, entry);
        } else if (arrival.incoming() instanceof Incoming.Batch batch) {
            BatchResponse responses = new BatchResponse(batch.entries().size(), maxResponseBytes);
            FrameReply replyTo = new FrameReply(connection, requestId, arrival.bytes(), responses);
            for (Incoming.Entry entry : batch.entries()) {
                dispatch(replyTo, arrival, entry);
            }
        }
    }

    /** A request was cancelled before it had a slot. */
    void cancelled(Connection connection, Arrival parked, Incoming.Request request) {
        meters.received();
        FrameReply replyTo = new FrameReply(connection, parked.frame().requestId(), parked.bytes(), null);
        answering.unstarted(replyTo, request, Expiry.AT_CANCEL.unstarted(), Outcome.CANCELLED, meterOf(request));
    }

    private void dispatch(FrameReply replyTo, Arrival arrival, Incoming.Entry entry) {
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

    private void admit(FrameReply replyTo, Arrival arrival, Incoming.Request request) {
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
        Admission.No no = admission.refuse(target, replyTo.connection().isModest());
        if (no != null) {
            refuse(replyTo, request, no.error(), no.reason());
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

    private void refuse(FrameReply replyTo, Incoming.Request request, RpcError error, Refusal reason) {
        meters.refused(reason);
        answering.unstarted(replyTo, request, error, Outcome.REFUSED, meterOf(request));
    }

    private void refuseReservedId(FrameReply replyTo, Incoming incoming) {
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
