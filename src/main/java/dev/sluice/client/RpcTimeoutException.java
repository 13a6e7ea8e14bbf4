package dev.sluice.client;

/** No answer came in time, not even the server's own DEADLINE_EXCEEDED (an {@link RpcErrorException}). */
public final class RpcTimeoutException extends RpcClientException {
    private static final long serialVersionUID = 1L;

    RpcTimeoutException(String message, Executed executed) {
        super(message, null, executed);
    }
}
