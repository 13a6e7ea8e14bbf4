package dev.sluice.worker;

import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended that a handler passed on to somebody else. For handlers of the server itself, which may know more than
 * that they failed: whatever an author's handler throws was executed. Carries no stack trace.
 */
public final class PassedOnException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long RETRY_AFTER_MS = 100;

    private final transient RpcError error;
    private final @Nullable Refusal refusal;

    private PassedOnException(RpcError error, @Nullable Refusal refusal) {
        super(error.toString(), null, false, false);
        this.error = error;
        this.refusal = refusal;
    }

    /** There was nobody to pass it on to, which is certain: executed "no", and worth another try. */
    public static PassedOnException toNobody(String reason) {
        return new PassedOnException(RpcError.overloaded(reason, RETRY_AFTER_MS), Refusal.NO_CONSUMER);
    }

    /** It was never passed on, for its params cannot be: executed "no". */
    public static PassedOnException withBadParams(String reason) {
        return new PassedOnException(RpcError.of(ErrorCode.INVALID_PARAMS, Executed.NO, reason), null);
    }

    /** Whoever has it did not answer in time: executed "unknown". */
    public static PassedOnException late() {
        return new PassedOnException(RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.UNKNOWN), null);
    }

    /** What became of it cannot be known: executed "unknown". */
    public static PassedOnException lost(String reason) {
        return new PassedOnException(RpcError.of(ErrorCode.INTERNAL_ERROR, Executed.UNKNOWN, reason), null);
    }

    /**
     * Whoever had it answered with an error: executed "yes".
     *
     * @param code theirs; one that is reserved becomes -32603, as every handler's does, and stands in {@code data.code}
     */
    public static PassedOnException answered(int code, @Nullable String message) {
        String text = message == null ? "" : message;
        RpcError error = HandlerErrors.isReserved(code)
                ? RpcError.encode(
                        ErrorCode.INTERNAL_ERROR.code(),
                        text,
                        Executed.YES,
                        data -> data.writeNumberField("code", code))
                : RpcError.encode(code, text, Executed.YES, data -> {});
        return new PassedOnException(error, null);
    }

    RpcError error() {
        return error;
    }

    /** Why it was not started; null if it was, or if the client is to blame. */
    @Nullable
    Refusal refusal() {
        return refusal;
    }
}
