package dev.sluice.client;

/** This client did not send the call because a limit of its own is reached. Nothing ran. */
public final class RpcRefusedException extends RpcClientException {
    private static final long serialVersionUID = 1L;

    RpcRefusedException(String message) {
        super(message, null, Executed.NO);
    }
}
