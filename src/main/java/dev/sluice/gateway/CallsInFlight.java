package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.Reply;
import dev.sluice.bus.Target;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.SlotLease;
import dev.sluice.limits.TransitBudget;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Refusal;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The way back: what became of each call. Owns the {@link CallTable} and the loop's slots of the node. One for a gateway
 * instance, confined to its event loop.
 *
 * <p>A call ends once: its reply comes, its deadline or the drain's passes, it waits too long for its handler, its client
 * cancels it or leaves. Its slot stays taken until the handler has ended too, or is given up.
 */
final class CallsInFlight {
    private static final long RETRY_AFTER_MS = 100;

    private final CallTable table = new CallTable();
    private final SlotLease lease;
    private final TransitBudget transit;
    private final NodeMeters meters;
    private final CallBus bus;
    private final LongSupplier nanoTime;
    private final long abandonAfterNanos;
    private final Answering answering;
    private final QueueDelays delays;
    private final RpcError queueTooSlow;

    CallsInFlight(GatewayParts parts, Answering answering, CallBus bus) {
        long maxQueueDelayNanos = parts.limits().calls().maxQueueDelayNanos();
        this.lease = new SlotLease(parts.budget());
        this.transit = parts.budget().bytes().transit();
        this.meters = parts.meters();
        this.bus = bus;
        this.nanoTime = parts.nanoTime();
        this.abandonAfterNanos = parts.limits().calls().abandonAfterNanos();
        this.answering = answering;
        this.delays = new QueueDelays(parts.targets().lanes().size(), maxQueueDelayNanos);
        this.queueTooSlow = RpcError.overloaded(
                "calls of this method wait for limits.maxQueueDelay " + maxQueueDelayNanos / 1_000_000 + " ms",
                RETRY_AFTER_MS);
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

    /** True if calls of this target wait too long already. */
    boolean isLate(Target target) {
        return delays.isLate(target.lane().index());
    }

    /** The answer to such a call. */
    RpcError queueTooSlow() {
        return queueTooSlow;
    }

    /** Takes a worker's reply. */
    void onReply(Reply reply, long nowNanos) {
        Slot slot = table.find(reply.ticket());
        if (reply.isWithdrawn()) {
            return; // whoever withdrew the call has seen to its slot
        }
        if (slot == null) {
            meters.lateReply();
        } else if (slot.replyTo == null) {
            meters.lateReply();
            bus.charge(callOf(slot), targetOf(slot), reply.heldNanos());
            release(slot);
        } else {
            ReplyTo replyTo = slot.replyTo;
            Call call = callOf(slot);
            MethodMeter meter = targetOf(slot).meter();
            bus.charge(call, targetOf(slot), reply.heldNanos());
            byte[] meta = TimingJson.of(reply.timing(), slot, nanoTime);
            detach(slot, replyTo);
            release(slot);
            meter.durations().record(nowNanos - call.receivedNanos());
            answering.reply(replyTo, call, meter, reply, meta);
        }
        if (reply.transitBytes() > 0) {
            transit.release(reply.transitBytes()); // now it is queued, or nobody wants it
        }
    }

    /**
     * Ends what is too late, gives up what never ends, refuses what waits too long, and takes back what waits behind a
     * slow handler.
     */
    void sweep(long nowNanos) {
        delays.beginSweep();
        table.forEachUsed(slot -> {
            Call call = callOf(slot);
            long lateNanos = nowNanos - call.deadlineNanos();
            if (!slot.isAwaited()) {
                if (lateNanos >= abandonAfterNanos) {
                    abandon(slot, call);
                }
            } else if (lateNanos >= 0) {
                expire(slot, Expiry.AT_DEADLINE);
            } else if (call.state() == Call.State.WAITING) {
                sweepWaiting(slot, call, nowNanos);
            }
        });
        delays.endSweep();
    }

    /** The drain's deadline: answers everything now. Returns how many calls that were. */
    int cut() {
        int[] count = {0};
        table.forEachUsed(slot -> {
            if (slot.isAwaited()) {
                count[0]++;
                expire(slot, Expiry.AT_DRAIN_END);
            }
        });
        return count[0];
    }

    /** Cancels the request with this id, if there is one among these; of several the one that came last. */
    boolean cancel(SlotList slots, byte[] id) {
        for (Slot slot = slots.first(); slot != null; slot = slot.nextOfConnection) {
            if (Arrays.equals(callOf(slot).request().id(), id)) {
                expire(slot, Expiry.AT_CANCEL);
                return true;
            }
        }
        return false;
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

    private void sweepWaiting(Slot slot, Call call, long nowNanos) {
        Target target = targetOf(slot);
        if (delays.isTooLong(target.lane().index(), nowNanos - call.receivedNanos())) {
            refuse(slot, call);
        } else if (bus.isStuck(call, target, nowNanos)) {
            Call again = call.again();
            if (again != null) {
                slot.call = again;
                bus.send(again, target);
            }
        }
    }

    /** A call that has just been started is not refused any more. */
    private void refuse(Slot slot, Call call) {
        if (call.withdraw()) {
            end(slot, Expiry.refusal(queueTooSlow, Refusal.MAX_QUEUE_DELAY), true);
        }
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
        answering.dropped(callOf(slot), targetOf(slot).meter());
        detach(slot, Objects.requireNonNull(slot.replyTo));
        if (withdrawn) {
            release(slot);
        }
    }

    /** Ends a call that is not waited for: taken back if it can be, else its handler is told. */
    private void expire(Slot slot, Expiry expiry) {
        boolean takenBack = callOf(slot).withdraw();
        if (!takenBack) {
            callOf(slot).cancel();
        }
        end(slot, expiry, takenBack);
    }

    private void end(Slot slot, Expiry expiry, boolean takenBack) {
        ReplyTo replyTo = Objects.requireNonNull(slot.replyTo);
        Call call = callOf(slot);
        MethodMeter meter = targetOf(slot).meter();
        detach(slot, replyTo);
        if (takenBack) {
            release(slot);
        }
        answering.expired(replyTo, call, meter, expiry, takenBack);
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
