package dev.sluice.client;

import org.jspecify.annotations.Nullable;

/**
 * Why a call has no result. Carries no stack trace: it tells about a peer, and under overload there are many.
 */
public abstract sealed class RpcClientException extends RuntimeException
        permits RpcErrorException, RpcConnectionException, RpcTimeoutException, RpcRefusedException {
    private static final long serialVersionUID = 1L;

    private final Executed executed;

    RpcClientException(String message, @Nullable Throwable cause, Executed executed) {
        super(message, cause, false, false);
        this.executed = executed;
    }

    /** Whether the call's handler ran. */
    public Executed executed() {
        return executed;
    }
}
