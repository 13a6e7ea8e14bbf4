package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.Reply;
import dev.sluice.bus.Target;
import dev.sluice.bus.Targets;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.SlotLease;
import dev.sluice.limits.TransitBudget;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Refusal;
import java.util.Objects;

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
    private final Targets targets;
    private final long abandonAfterNanos;
    private final int elsewhere;
    private final QueueDelays delays;
    private final Retries retries;
    private final RpcError queueTooSlow;

    CallsInFlight(GatewayParts parts, CallBus bus) {
        long maxQueueDelayNanos = parts.limits().calls().maxQueueDelayNanos();
        this.lease = new SlotLease(parts.budget());
        this.transit = parts.budget().bytes().transit();
        this.meters = parts.meters();
        this.bus = bus;
        this.targets = parts.targets();
        this.abandonAfterNanos = parts.limits().calls().abandonAfterNanos();
        this.elsewhere = parts.targets().lanes().size();
        this.delays = new QueueDelays(elsewhere + 1, maxQueueDelayNanos);
        this.retries = new Retries(maxQueueDelayNanos);
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
        retries.began(target);
        replyTo.began(slot);
        return slot;
    }

    /** True if calls of this target wait too long already. */
    boolean isLate(Target target) {
        return delays.isLate(target.lane().index()) && (target.elsewhere().isEmpty() || delays.isLate(elsewhere));
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
        } else {
            bus.charge(slot.theCall(), slot.theTarget(), reply.heldNanos());
            if (slot.replyTo == null) {
                meters.lateReply();
                release(slot);
            } else if (!retries.allows(slot, reply, nowNanos)
                    || !sendAgain(slot, slot.theCall().receivedNanos())) {
                ReplyTo replyTo = slot.replyTo;
                detach(slot, replyTo);
                release(slot);
                replyTo.reply(slot, slot.truthOf(reply), nowNanos);
            }
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
            Call call = slot.theCall();
            long lateNanos = nowNanos - call.deadlineNanos();
            if (call.isLost()) {
                lose(slot, call, nowNanos);
            } else if (slot.isAwaited() && lateNanos >= 0) {
                expire(slot, Expiry.AT_DEADLINE);
            } else if (call.state() == Call.State.WAITING) {
                sweepWaiting(slot, call, nowNanos);
            } else if (!slot.isAwaited() && lateNanos >= abandonAfterNanos) {
                abandon(slot, call);
            }
        });
        delays.endSweep();
        for (int lane = 0; lane < elsewhere; lane++) {
            bus.swept(lane, delays.longestNanos(lane));
        }
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
        Slot slot = slots.find(id);
        if (slot != null) {
            expire(slot, Expiry.AT_CANCEL);
        }
        return slot != null;
    }

    /** Whoever waited is gone: what waits is taken back, what runs is told, nothing is answered. */
    void dropAll(SlotList slots) {
        for (Slot slot = slots.first(); slot != null; slot = slots.first()) {
            drop(slot, takeBackOrCancel(slot.theCall()));
        }
    }

    /** Nobody needs this call any more: ends it if it can be taken back, else its handler is told, and ends it. */
    void stop(Slot slot) {
        if (slot.theCall().withdraw()) {
            end(slot, Expiry.AT_CANCEL, true);
        } else {
            slot.theCall().cancel();
        }
    }

    /** The connection cannot be answered any more, but its calls run on, and what they hold stays accounted for. */
    void forgetAll(SlotList slots, Inbox inbox) {
        for (Slot slot = slots.first(); slot != null; slot = slots.first()) {
            slot.forgetWith(inbox);
            drop(slot, false);
        }
    }

    /** Calls whose handlers have not ended, answered or not. */
    int used() {
        return table.used();
    }

    private void sweepWaiting(Slot slot, Call call, long nowNanos) {
        Target target = slot.theTarget();
        int lane = call.isRemote() ? elsewhere : target.lane().index();
        if (delays.isTooLong(lane, nowNanos - call.receivedNanos()) || nowNanos - call.deadlineNanos() >= 0) {
            if (call.withdraw()) { // else it has just been started
                refuse(slot);
            }
        } else if (bus.isStuck(call, target, nowNanos)) {
            Call again = call.again();
            if (again != null) {
                slot.call = again;
                bus.send(again, target);
            }
        }
    }

    private void refuse(Slot slot) {
        if (slot.isAwaited()) {
            end(slot, Expiry.refusal(queueTooSlow, Refusal.MAX_QUEUE_DELAY), true);
        } else {
            release(slot); // it was forgotten, and never came to a handler
        }
    }

    /** Its node is lost: no reply will come, and none that comes is believed. */
    private void lose(Slot slot, Call call, long nowNanos) {
        if (!slot.isAwaited()) {
            release(slot);
            return;
        }
        boolean hasLeft = call.state() != Call.State.WAITING;
        boolean mayGoOn = !hasLeft || retries.allowsSecondRun(slot, nowNanos);
        if (mayGoOn && sendAgain(slot, nowNanos)) {
            return;
        }
        boolean takenBack = call.withdraw();
        end(slot, Expiry.AT_LOSS, takenBack);
        if (!takenBack) {
            release(slot);
        }
    }

    /**
     * Sends a call that another node had to one that had it not; it gets a slot that no reply of before finds.
     *
     * @param sinceNanos from when on it waits for a handler
     */
    private boolean sendAgain(Slot slot, long sinceNanos) {
        Slot next = table.take();
        Call call = slot.theCall();
        Call again = call.elsewhere(next.ticket(), sinceNanos);
        Target now = targets.find(call.request().method());
        if (now == null || !bus.sendAgain(again, now)) {
            table.free(next);
            return false;
        }
        next.goOn(slot, again, now);
        ReplyTo replyTo = Objects.requireNonNull(slot.replyTo);
        replyTo.began(next);
        detach(slot, replyTo);
        call.withdraw();
        table.free(slot);
        return true;
    }

    private void abandon(Slot slot, Call call) {
        if (call.isRemote()) { // whether its handler ends is counted where that is
            bus.giveUp(call);
            release(slot);
            return;
        }
        call.cancel();
        if (call.abandon()) {
            slot.theTarget().meter().abandoned();
            release(slot);
        }
    }

    private void drop(Slot slot, boolean withdrawn) {
        ReplyTo replyTo = Objects.requireNonNull(slot.replyTo);
        detach(slot, replyTo);
        if (withdrawn) {
            release(slot);
        }
        replyTo.dropped(slot);
    }

    /** Ends a call that is not waited for: taken back if it can be, else its handler is told. */
    private void expire(Slot slot, Expiry expiry) {
        end(slot, expiry, takeBackOrCancel(slot.theCall()));
    }

    private boolean takeBackOrCancel(Call call) {
        boolean takenBack = call.withdraw();
        if (!takenBack) {
            call.cancel();
            bus.cancel(call);
        }
        return takenBack;
    }

    private void end(Slot slot, Expiry expiry, boolean takenBack) {
        ReplyTo replyTo = Objects.requireNonNull(slot.replyTo);
        detach(slot, replyTo);
        if (takenBack) {
            release(slot);
        }
        replyTo.expired(slot, expiry, takenBack && !slot.ranTwice);
    }

    private static void detach(Slot slot, ReplyTo replyTo) {
        slot.replyTo = null;
        replyTo.ended(slot);
    }

    private void release(Slot slot) {
        slot.ended();
        table.free(slot);
        lease.give();
    }
}
