package dev.sluice.gateway;

import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Why a call is answered before its reply, and with what: it depends on whether it could be taken back.
 *
 * @param unstarted the answer when it was taken back
 * @param outcome how it counts then, for its method
 * @param ending how it counts then, for the receipt
 * @param refusal why it was not started, if that is the server's doing; else null
 * @param started the answer when its handler may have been entered
 * @param startedOutcome how it counts then, for its method
 */
record Expiry(
        RpcError unstarted,
        Outcome outcome,
        Ending ending,
        @Nullable Refusal refusal,
        RpcError started,
        Outcome startedOutcome) {
    private static final RpcError LATE_STARTED = RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.UNKNOWN);

    /** Its deadline passed. */
    static final Expiry AT_DEADLINE = new Expiry(
            RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.NO),
            Outcome.DEADLINE,
            Ending.ANSWERED,
            null,
            LATE_STARTED,
            Outcome.DEADLINE);

    /** The drain's deadline passed. */
    static final Expiry AT_DRAIN_END = refusal(RpcError.of(ErrorCode.DRAINING, Executed.NO), Refusal.DRAINING);

    /** The client cancelled it. */
    static final Expiry AT_CANCEL = new Expiry(
            RpcError.of(ErrorCode.CANCELLED, Executed.NO),
            Outcome.CANCELLED,
            Ending.ANSWERED,
            null,
            RpcError.of(ErrorCode.CANCELLED, Executed.UNKNOWN),
            Outcome.CANCELLED);

    /** The node that had it was lost; if it had not left yet, nobody else takes it. */
    static final Expiry AT_LOSS = new Expiry(
            RpcError.of(ErrorCode.WORKER_LOST, Executed.NO),
            Outcome.LOST,
            Ending.ANSWERED,
            null,
            RpcError.of(ErrorCode.WORKER_LOST, Executed.UNKNOWN),
            Outcome.LOST);

    /** The server refuses it after all. */
    static Expiry refusal(RpcError unstarted, Refusal why) {
        return new Expiry(unstarted, Outcome.REFUSED, Ending.REFUSED, why, LATE_STARTED, Outcome.DEADLINE);
    }
}
