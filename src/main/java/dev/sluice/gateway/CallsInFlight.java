package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.Reply;
import dev.sluice.bus.Target;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Response;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.SlotLease;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way back: what became of each call, and the one answer it gets for it. Owns the {@link CallTable} and the loop's
 * slots of the node. One for a gateway instance, confined to its event loop.
 *
 * <p>A call ends once, in one of five ways: its reply comes, its deadline passes, the drain's deadline passes, its client
 * leaves, or it never started. Its slot stays taken until the handler has ended too, or is given up.
 */
final class CallsInFlight {
    private static final RpcError LATE_STARTED = RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.UNKNOWN);

    private static final Expiry AT_DEADLINE =
            new Expiry(RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.NO), Outcome.DEADLINE, Ending.ANSWERED);
    private static final Expiry AT_DRAIN_END =
            new Expiry(RpcError.of(ErrorCode.DRAINING, Executed.NO), Outcome.REFUSED, Ending.REFUSED);

    /** How a call is answered, and counts, that ran out of time and could be taken back. */
    private record Expiry(RpcError unstarted, Outcome outcome, Ending ending) {}

    private final CallTable table = new CallTable();
    private final SlotLease lease;
    private final NodeMeters meters;
    private final CallBus bus;
    private final LongSupplier nanoTime;
    private final long abandonAfterNanos;

    CallsInFlight(GatewayParts parts, CallBus bus) {
        this.lease = new SlotLease(parts.budget());
        this.meters = parts.meters();
        this.bus = bus;
        this.nanoTime = parts.nanoTime();
        this.abandonAfterNanos = parts.limits().abandonAfterNanos();
    }

    /** The loop's share of the node's slots; {@link #begin} wants one taken. */
    SlotLease lease() {
        return lease;
    }

    /** Begins a call that was admitted. */
    Slot begin(ReplyTo replyTo, Target target, long receivedNanos) {
        Slot slot = table.take();
        slot.target = target;
        slot.replyTo = replyTo;
        slot.receivedNanos = receivedNanos;
        replyTo.connection().callBegan(slot);
        return slot;
    }

    /** Answers something that is no request. */
    void answerInvalid(ReplyTo replyTo, Incoming.Invalid invalid) {
        meters.other().ended(Outcome.ERROR);
        meters.ended(Ending.ANSWERED);
        replyTo.answer(Response.error(invalid.id(), invalid.error(), null));
    }

    /** Answers a frame whose body was not read. */
    void answerTooLarge(ReplyTo replyTo, String reason) {
        meters.received();
        RpcError error = RpcError.of(ErrorCode.FRAME_TOO_LARGE, Executed.NO, reason);
        answerInvalid(replyTo, new Incoming.Invalid(Response.nullId(), error));
    }

    /** Answers a request that got no slot. */
    void answerUnstarted(
            ReplyTo replyTo, Incoming.Request request, RpcError error, Outcome outcome, MethodMeter meter) {
        count(request, meter, outcome, outcome == Outcome.REFUSED ? Ending.REFUSED : Ending.ANSWERED);
        send(replyTo, request, error);
    }

    /** Takes a worker's reply. */
    void onReply(Reply reply) {
        Slot slot = table.find(reply.ticket());
        if (reply.isWithdrawn()) {
            return; // whoever withdrew the call has seen to its slot
        }
        if (slot == null) {
            meters.lateReply();
            return;
        }
        ReplyTo replyTo = slot.replyTo;
        if (replyTo == null) {
            meters.lateReply();
            release(slot);
            return;
        }
        Call call = callOf(slot);
        MethodMeter meter = targetOf(slot).meter();
        byte[] meta = TimingJson.of(reply.timing(), slot, nanoTime);
        detach(slot, replyTo);
        release(slot);
        finish(replyTo, call, meter, reply, meta);
    }

    /** Ends what is too late, gives up what never ends, and takes back what waits behind a slow handler. */
    void sweep(long nowNanos) {
        table.forEachUsed(slot -> {
            Call call = callOf(slot);
            long lateNanos = nowNanos - call.deadlineNanos();
            if (slot.isAwaited()) {
                if (lateNanos >= 0) {
                    expire(slot, AT_DEADLINE);
                } else if (bus.isStuck(call, targetOf(slot), nowNanos) && call.withdraw()) {
                    Call again = call.again();
                    slot.call = again;
                    bus.send(again, targetOf(slot));
                }
            } else if (lateNanos >= abandonAfterNanos) {
                abandon(slot, call);
            }
        });
    }

    /** The drain's deadline: answers everything now. Returns how many calls that were. */
    int cut() {
        int[] count = {0};
        table.forEachUsed(slot -> {
            if (slot.isAwaited()) {
                count[0]++;
                expire(slot, AT_DRAIN_END);
            }
        });
        return count[0];
    }

    /** The client is gone: what waits is taken back, what runs is told, nothing is answered. */
    void dropAll(SlotList slots) {
        for (Slot slot = slots.first(); slot != null; slot = slots.first()) {
            Call call = callOf(slot);
            boolean withdrawn = call.withdraw();
            if (!withdrawn) {
                call.cancel();
            }
            drop(slot, withdrawn);
        }
    }

    /** The connection cannot be answered any more, but its calls run on. */
    void forgetAll(SlotList slots) {
        for (Slot slot = slots.first(); slot != null; slot = slots.first()) {
            drop(slot, false);
        }
    }

    /** Calls whose handlers have not ended, answered or not. */
    int used() {
        return table.used();
    }

    private void abandon(Slot slot, Call call) {
        if (call.withdraw()) { // it was forgotten, and never came to a handler
            release(slot);
            return;
        }
        call.cancel();
        if (call.abandon()) {
            targetOf(slot).meter().abandoned();
            release(slot);
        }
    }

    private void drop(Slot slot, boolean withdrawn) {
        ReplyTo replyTo = Objects.requireNonNull(slot.replyTo);
        Incoming.Request request = callOf(slot).request();
        count(request, targetOf(slot).meter(), Outcome.CANCELLED, Ending.ABANDONED_BY_CLIENT);
        detach(slot, replyTo);
        if (withdrawn) {
            release(slot);
        }
    }

    /** Answers a call that ran out of time: taken back if it can be, else its handler is told. */
    private void expire(Slot slot, Expiry expiry) {
        ReplyTo replyTo = Objects.requireNonNull(slot.replyTo);
        Call call = callOf(slot);
        MethodMeter meter = targetOf(slot).meter();
        detach(slot, replyTo);
        if (call.withdraw()) {
            release(slot);
            if (expiry.outcome == Outcome.REFUSED) {
                meters.refused(Refusal.DRAINING);
            }
            count(call.request(), meter, expiry.outcome, expiry.ending);
            send(replyTo, call.request(), expiry.unstarted);
        } else {
            call.cancel();
            count(call.request(), meter, Outcome.DEADLINE, Ending.UNKNOWN);
            send(replyTo, call.request(), LATE_STARTED);
        }
    }

    private void finish(ReplyTo replyTo, Call call, MethodMeter meter, Reply reply, byte @Nullable [] meta) {
        byte[] id = call.request().id();
        byte[] result = reply.result();
        RpcError error = reply.error();
        if (error == null) {
            count(call.request(), meter, Outcome.OK, Ending.ANSWERED);
        } else {
            count(call.request(), meter, Verdict.outcomeOf(error), Verdict.endingOf(error));
        }
        if (id == null) {
            replyTo.skip();
        } else if (result != null) {
            replyTo.answer(Response.result(id, result, meta));
        } else if (error != null) {
            replyTo.answer(Response.error(id, error, meta));
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

    private static void send(ReplyTo replyTo, Incoming.Request request, RpcError error) {
        byte[] id = request.id();
        if (id == null) {
            replyTo.skip();
        } else {
            replyTo.answer(Response.error(id, error, null));
        }
    }

    private static void detach(Slot slot, ReplyTo replyTo) {
        slot.replyTo = null;
        replyTo.connection().callEnded(slot);
    }

    private void release(Slot slot) {
        table.free(slot);
        lease.give();
    }

    private static Call callOf(Slot slot) {
        return Objects.requireNonNull(slot.call);
    }

    private static Target targetOf(Slot slot) {
        return Objects.requireNonNull(slot.target);
    }
}
