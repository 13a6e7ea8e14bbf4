package dev.sluice.client;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection (any more): it could not be made, it was lost or closed, or the server broke the protocol.
 * A call that was sent before may have run ({@link Executed#UNKNOWN}); one that was not sent did not.
 */
public final class RpcConnectionException extends RpcClientException {
    private static final long serialVersionUID = 1L;

    RpcConnectionException(String message, @Nullable Throwable cause, Executed executed) {
        super(message, cause, executed);
    }
}
