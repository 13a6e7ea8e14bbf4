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
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.SlotLease;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import java.util.function.LongSupplier;

/**
 * The way in: from a complete frame to calls in the outbox, or to an answer that needs no handler. One for a gateway
 * instance, confined to its event loop. The way back is {@link CallsInFlight}.
 *
 * <p>Admission, in this order: the connection takes calls, the method is known, its handlers end, the node has a slot.
 */
final class Dispatcher {
    private static final RpcError METHOD_NOT_FOUND = RpcError.of(ErrorCode.METHOD_NOT_FOUND, Executed.NO);
    private static final RpcError DRAINING = RpcError.of(ErrorCode.DRAINING, Executed.NO);
    private static final long RETRY_AFTER_MS = 100;
    private static final int MAX_ABANDONED_OF_METHOD = 1_000;

    private final EnvelopeReader reader;
    private final Targets targets;
    private final SlotLease lease;
    private final CallsInFlight calls;
    private final CallBus bus;
    private final NodeMeters meters;
    private final LongSupplier nanoTime;
    private final int maxResponseBytes;
    private final RpcError nodeFull;
    private final RpcError tooManyAbandoned;

    Dispatcher(GatewayParts parts, CallsInFlight calls, CallBus bus) {
        this.reader = new EnvelopeReader(parts.limits().maxBatch());
        this.targets = parts.targets();
        this.lease = calls.lease();
        this.calls = calls;
        this.bus = bus;
        this.meters = parts.meters();
        this.nanoTime = parts.nanoTime();
        this.maxResponseBytes = parts.limits().maxResponseBytes();
        this.nodeFull = RpcError.overloaded(
                "the node has limits.maxInFlight " + parts.limits().maxInFlight() + " calls in flight", RETRY_AFTER_MS);
        this.tooManyAbandoned = RpcError.overloaded(
                "more than " + MAX_ABANDONED_OF_METHOD + " handlers of this method never ended", RETRY_AFTER_MS);
    }

    /** Dispatches what a frame asks for. */
    void onFrame(Connection connection, Frame frame) {
        long receivedNanos = nanoTime.getAsLong();
        Incoming incoming = reader.read(frame.body());
        if (incoming instanceof Incoming.Entry entry) {
            dispatch(new ReplyTo(connection, frame.requestId(), null), frame, entry, receivedNanos);
        } else if (incoming instanceof Incoming.Batch batch) {
            BatchResponse responses = new BatchResponse(batch.entries().size(), maxResponseBytes);
            ReplyTo replyTo = new ReplyTo(connection, frame.requestId(), responses);
            for (Incoming.Entry entry : batch.entries()) {
                dispatch(replyTo, frame, entry, receivedNanos);
            }
        }
    }

    private void dispatch(ReplyTo replyTo, Frame frame, Incoming.Entry entry, long receivedNanos) {
        meters.received();
        if (entry instanceof Incoming.Request request) {
            admit(replyTo, frame, request, receivedNanos);
        } else if (entry instanceof Incoming.Invalid invalid) {
            calls.answerInvalid(replyTo, invalid);
        }
    }

    private void admit(ReplyTo replyTo, Frame frame, Incoming.Request request, long receivedNanos) {
        if (!replyTo.connection().takesCalls()) {
            refuse(replyTo, request, DRAINING, Refusal.DRAINING);
            return;
        }
        Target target = targets.find(request.method());
        if (target == null) {
            calls.answerUnstarted(replyTo, request, METHOD_NOT_FOUND, Outcome.ERROR, meters.other());
            return;
        }
        if (target.meter().abandonedNow() > MAX_ABANDONED_OF_METHOD) {
            refuse(replyTo, request, tooManyAbandoned, Refusal.ABANDONED);
            return;
        }
        if (!lease.take()) {
            refuse(replyTo, request, nodeFull, Refusal.MAX_IN_FLIGHT);
            return;
        }
        Slot slot = calls.begin(replyTo, target, receivedNanos);
        slot.parsedNanos = request.meta().timing() ? nanoTime.getAsLong() : 0;
        Call call = new Call(
                slot.ticket(),
                frame,
                request,
                replyTo.connection().origin(),
                deadlineNanos(request, target, receivedNanos));
        slot.call = call;
        bus.send(call, target);
    }

    private void refuse(ReplyTo replyTo, Incoming.Request request, RpcError error, Refusal reason) {
        Target target = targets.find(request.method());
        MethodMeter meter = target == null ? meters.other() : target.meter();
        meters.refused(reason);
        calls.answerUnstarted(replyTo, request, error, Outcome.REFUSED, meter);
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
