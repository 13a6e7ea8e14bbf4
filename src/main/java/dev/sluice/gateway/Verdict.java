package dev.sluice.gateway;

import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;

/** How an error counts. */
final class Verdict {
    private Verdict() {}

    static Outcome outcomeOf(RpcError error) {
        if (isRefusal(error)) {
            return Outcome.REFUSED;
        }
        if (error.code() == ErrorCode.DEADLINE_EXCEEDED.code()) {
            return Outcome.DEADLINE;
        }
        return error.code() == ErrorCode.CANCELLED.code() ? Outcome.CANCELLED : Outcome.ERROR;
    }

    static Ending endingOf(RpcError error) {
        if (isRefusal(error)) {
            return Ending.REFUSED;
        }
        return error.executed() == Executed.UNKNOWN ? Ending.UNKNOWN : Ending.ANSWERED;
    }

    private static boolean isRefusal(RpcError error) {
        return error.code() == ErrorCode.OVERLOADED.code() || error.code() == ErrorCode.DRAINING.code();
    }
}
