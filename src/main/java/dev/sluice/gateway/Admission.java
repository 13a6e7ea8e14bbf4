package dev.sluice.gateway;

import dev.sluice.bus.Target;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.SlotLease;
import dev.sluice.metrics.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call of a known method may begin: somebody offers it, its handlers end, its lane is not late or this client not the reason, the node
 * has a slot. Confined to one event loop.
 */
final class Admission {
    private static final long RETRY_AFTER_MS = 100;
    private static final int MAX_ABANDONED_OF_METHOD = 1_000;

    private static final No NOBODY = new No(
            RpcError.overloaded("no node of the cluster offers this method now", RETRY_AFTER_MS), Refusal.NO_NODE);

    private static final No TOO_MANY_ABANDONED = new No(
            RpcError.overloaded(
                    "more than " + MAX_ABANDONED_OF_METHOD + " handlers of this method never ended", RETRY_AFTER_MS),
            Refusal.ABANDONED);

    private final CallsInFlight calls;
    private final SlotLease lease;
    private final No queueTooSlow;
    private final No nodeFull;

    /** Why a call may not begin. */
    record No(RpcError error, Refusal reason) {}

    Admission(GatewayLimits.Calls limits, CallsInFlight calls) {
        this.calls = calls;
        this.lease = calls.lease();
        this.queueTooSlow = new No(calls.queueTooSlow(), Refusal.MAX_QUEUE_DELAY);
        this.nodeFull = new No(
                RpcError.overloaded(
                        "the node has limits.maxInFlight " + limits.maxInFlight() + " calls in flight", RETRY_AFTER_MS),
                Refusal.MAX_IN_FLIGHT);
    }

    /**
     * Takes a slot for a call, which may begin then.
     *
     * @param isModest true for a client with so few calls in flight that others are to blame for a queue
     * @return null, or why it may not, and no slot is taken
     */
    @Nullable
    No refuse(Target target, boolean isModest) {
        if (!target.isOffered()) {
            return NOBODY;
        }
        if (target.meter().abandonedNow() > MAX_ABANDONED_OF_METHOD) {
            return TOO_MANY_ABANDONED;
        }
        if (calls.isLate(target) && !isModest) {
            return queueTooSlow;
        }
        return lease.take() ? null : nodeFull;
    }
}
