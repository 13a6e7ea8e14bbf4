package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.Reply;
import dev.sluice.bus.Target;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;

/**
 * Which calls may go to another node. One that a node has refused was not started there: it may try two others, as long as
 * it has not waited too long. One whose node was lost may have been: only an idempotent method's goes on, once, and not more
 * than one for every ten calls of such methods, so that the loss of a node does not double the work of the others. Confined
 * to one event loop.
 */
final class Retries {
    static final int MOST_RESENT = 2;

    /** What a second run costs; each call of an idempotent method earns 1. */
    private static final int COST = 10;

    private static final int MOST_EARNED = 100 * COST;

    private final long maxWaitNanos;
    private int earned = 10 * COST;

    Retries(long maxWaitNanos) {
        this.maxWaitNanos = maxWaitNanos;
    }

    /** A call has begun. */
    void began(Target target) {
        if (target.idempotent() && earned < MOST_EARNED) {
            earned++;
        }
    }

    /** True if this is a refusal by another node, after which there may be a third. */
    boolean allows(Slot slot, Reply reply, long nowNanos) {
        RpcError error = reply.error();
        Call call = slot.theCall();
        return error != null
                && call.isRemote()
                && isRefusal(error)
                && slot.resent < MOST_RESENT
                && nowNanos - call.receivedNanos() < maxWaitNanos
                && nowNanos - call.deadlineNanos() < 0;
    }

    /** True if a call whose node was lost may run once more; this is paid for then. */
    boolean allowsSecondRun(Slot slot, long nowNanos) {
        boolean allowed = slot.theTarget().idempotent()
                && !slot.ranTwice
                && earned >= COST
                && nowNanos - slot.theCall().deadlineNanos() < 0;
        earned -= allowed ? COST : 0;
        return allowed;
    }

    private static boolean isRefusal(RpcError error) {
        int code = error.code();
        return error.executed() == Executed.NO
                && (code == ErrorCode.OVERLOADED.code()
                        || code == ErrorCode.DRAINING.code()
                        || code == ErrorCode.METHOD_NOT_FOUND.code());
    }
}
