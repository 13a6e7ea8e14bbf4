package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.Reply;
import dev.sluice.bus.Target;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.MethodMeter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One use of a place in the {@link CallTable}, by one call. Confined to the table's event loop.
 *
 * <p>Invariant: awaited = replyTo is there; overdue = it is not: the call was answered, or nobody is there to answer, and its
 * handler has not ended. An awaited slot is in its connection's list, no other is.
 */
final class Slot {
    final int index;
    final int generation;

    @Nullable
    Call call;

    @Nullable
    Target target;

    @Nullable
    ReplyTo replyTo;

    /** How many nodes have refused its call and were not the last to be asked. */
    int resent;

    /** True if its call was sent once more because its node was lost: it may have been executed, whatever comes of it now. */
    boolean ranTwice;

    long receivedNanos;
    long parsedNanos;

    /** Where the frame of its call is accounted for, if its connection could not wait for it. */
    private @Nullable Inbox forgottenOf;

    @Nullable
    Slot previousOfConnection;

    @Nullable
    Slot nextOfConnection;

    Slot(int index, int generation) {
        this.index = index;
        this.generation = generation;
    }

    /** What the reply has to bring along: it differs for every use of the slot. */
    long ticket() {
        return (long) generation << 32 | index;
    }

    /** Takes over from the slot of a call that another node had and that now goes on as this one. */
    void goOn(Slot before, Call again, Target to) {
        Call had = before.theCall();
        call = again;
        target = to;
        replyTo = before.replyTo;
        receivedNanos = before.receivedNanos;
        parsedNanos = before.parsedNanos;
        resent = before.resent + (had.isLost() ? 0 : 1);
        ranTwice = before.ranTwice || (had.isLost() && had.state() != Call.State.WAITING);
    }

    /** What a reply says is true of its node alone: one before it may have executed the call. */
    Reply truthOf(Reply reply) {
        RpcError error = reply.error();
        boolean denies = ranTwice && error != null && error.executed() == Executed.NO;
        return denies
                ? Reply.error(reply.ticket(), Expiry.AT_LOSS.started(), null).afterHolding(reply.heldNanos())
                : reply;
    }

    /** The call it is for, which is there once it is sent. */
    Call theCall() {
        return Objects.requireNonNull(call);
    }

    /** Where its call goes. */
    Target theTarget() {
        return Objects.requireNonNull(target);
    }

    /** Counts its call. */
    MethodMeter meter() {
        return theTarget().meter();
    }

    boolean isAwaited() {
        return replyTo != null;
    }

    /** Its connection will not wait for it; its frame holds room there all the same. */
    void forgetWith(Inbox inbox) {
        forgottenOf = inbox;
        inbox.forgot();
    }

    /** Its call has ended, or is given up. */
    void ended() {
        if (forgottenOf != null) {
            forgottenOf.forgottenEnded();
        }
    }
}
