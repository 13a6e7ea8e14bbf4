package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.Reply;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Response;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Brake;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Outcome;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is answered, and how it counts. Whoever calls this has ended the call for good. One for a gateway instance,
 * confined to its event loop.
 */
final class Answering {
    /** Of a reply that says nothing, which no worker sends. */
    private static final RpcError INTERNAL = RpcError.of(ErrorCode.INTERNAL_ERROR, Executed.UNKNOWN);

    private final NodeMeters meters;
    private final LongSupplier nanoTime;
    private final int maxResponseBytes;
    private final String tooLarge;

    Answering(GatewayParts parts) {
        this.meters = parts.meters();
        this.nanoTime = parts.nanoTime();
        this.maxResponseBytes = parts.limits().frames().maxResponseBytes();
        this.tooLarge = "the answer exceeds limits.maxResponseBytes " + maxResponseBytes;
    }

    /** Answers something that is no request. */
    void invalid(FrameReply replyTo, Incoming.Invalid invalid) {
        meters.other().ended(Outcome.ERROR);
        meters.ended(Ending.ANSWERED);
        replyTo.answer(Response.error(invalid.id(), invalid.error(), null));
    }

    /** Answers a frame whose body was not read. */
    void frameTooLarge(FrameReply replyTo, String reason) {
        meters.received();
        RpcError error = RpcError.of(ErrorCode.FRAME_TOO_LARGE, Executed.NO, reason);
        invalid(replyTo, new Incoming.Invalid(Response.nullId(), error));
    }

    /** Answers a request that got no slot with an error. */
    void unstarted(FrameReply replyTo, Incoming.Request request, RpcError error, Outcome outcome, MethodMeter meter) {
        count(request, meter, outcome, outcome == Outcome.REFUSED ? Ending.REFUSED : Ending.ANSWERED);
        error(replyTo, request, error);
    }

    /** Answers a request that the gateway itself has carried out. */
    void control(FrameReply replyTo, Incoming.Request request, byte[] result, MethodMeter meter) {
        count(request, meter, Outcome.OK, Ending.ANSWERED);
        byte[] id = request.id();
        if (id == null) {
            replyTo.skip();
        } else {
            replyTo.answer(Response.result(id, result, null));
        }
    }

    /** Answers a call with what its worker replied. */
    void reply(FrameReply replyTo, Slot slot, Reply reply) {
        Incoming.Request request = slot.theCall().request();
        MethodMeter meter = slot.meter();
        byte[] meta = TimingJson.of(reply.timing(), slot, nanoTime);
        byte[] id = request.id();
        Response response = id == null ? null : fitting(responseOf(id, reply, meta));
        RpcError error = reply.error();
        if (error != null) {
            countTooLarge(error);
            count(request, meter, Verdict.outcomeOf(error), Verdict.endingOf(error));
        } else {
            boolean kept = response == null || response.isResult();
            count(request, meter, kept ? Outcome.OK : Outcome.ERROR, Ending.ANSWERED);
        }
        if (response == null) {
            replyTo.skip();
        } else {
            replyTo.answer(response);
        }
    }

    /** Answers a call whose reply is not waited for. */
    void expired(FrameReply replyTo, Slot slot, Expiry expiry, boolean takenBack) {
        Call call = slot.theCall();
        Incoming.Request request = call.request();
        MethodMeter meter = slot.meter();
        if (!takenBack) {
            count(request, meter, expiry.startedOutcome(), Ending.UNKNOWN);
            meter.durations().record(nanoTime.getAsLong() - slot.receivedNanos);
            error(replyTo, request, expiry.started());
            return;
        }
        if (expiry.refusal() != null) {
            meters.refused(expiry.refusal());
        }
        count(request, meter, expiry.outcome(), expiry.ending());
        error(replyTo, request, expiry.unstarted());
    }

    /** Counts a call whose client is gone. */
    void dropped(Slot slot) {
        count(slot.theCall().request(), slot.meter(), Outcome.CANCELLED, Ending.ABANDONED_BY_CLIENT);
    }

    private Response fitting(Response response) {
        if (response.bytes() <= maxResponseBytes) {
            return response;
        }
        meters.limited(Brake.MAX_RESPONSE_BYTES);
        return response.tooLarge(tooLarge);
    }

    private void countTooLarge(RpcError error) {
        if (error.code() == ErrorCode.RESPONSE_TOO_LARGE.code()) {
            meters.limited(Brake.MAX_RESPONSE_BYTES);
        }
    }

    private void count(Incoming.Request request, MethodMeter meter, Outcome outcome, Ending ending) {
        meter.ended(outcome);
        if (request.isNotification()) {
            meters.notification(outcome);
            meters.ended(outcome == Outcome.REFUSED ? Ending.REFUSED : Ending.NOTIFICATION);
        } else {
            meters.ended(ending);
        }
    }

    private static Response responseOf(byte[] id, Reply reply, byte @Nullable [] meta) {
        byte[] result = reply.result();
        RpcError error = reply.error();
        if (result != null) {
            return Response.result(id, result, meta);
        }
        return Response.error(id, error == null ? INTERNAL : error, meta);
    }

    private static void error(FrameReply replyTo, Incoming.Request request, RpcError error) {
        byte[] id = request.id();
        if (id == null) {
            replyTo.skip();
        } else {
            replyTo.answer(Response.error(id, error, null));
        }
    }
}
