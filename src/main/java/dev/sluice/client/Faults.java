package dev.sluice.client;

import dev.sluice.frame.FrameException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Words for what goes wrong with one connection: each names the server and the cause. Never changes. */
final class Faults {
    private final RpcClientOptions options;

    Faults(RpcClientOptions options) {
        this.options = options;
    }

    RpcConnectionException noConnection(Throwable cause) {
        // Vert.x' own words for its time-out name nothing
        String why = cause instanceof TimeoutException
                ? "none within " + options.connectTimeout().toMillis() + " ms"
                : text(cause);
        String message = "no connection to " + options.target() + ": " + why;
        return new RpcConnectionException(message, cause, Executed.NO);
    }

    RpcConnectionException notOpen() {
        return new RpcConnectionException("connection to " + options.target() + " is closed", null, Executed.NO);
    }

    RpcConnectionException lost(String why) {
        return lost(why, null);
    }

    RpcConnectionException lost(Throwable cause) {
        return lost(text(cause), cause);
    }

    RpcConnectionException broken(String what) {
        return lost("the server broke the protocol: " + what, null);
    }

    RpcConnectionException broken(String what, Throwable cause) {
        return lost("the server broke the protocol: " + what + ": " + text(cause), cause);
    }

    RpcConnectionException broken(FrameException e) {
        return switch (e.reason()) {
            case BAD_MAGIC -> broken(text(e));
            case TOO_LARGE ->
                broken("its answer to request " + Integer.toUnsignedString(e.requestId()) + " exceeds maxResponseBytes "
                        + options.maxResponseBytes());
        };
    }

    RpcRefusedException full(int inFlight, int givenUp, int unwrittenNotifications) {
        return new RpcRefusedException("maxInFlight " + options.maxInFlight() + " to " + options.target()
                + " reached: " + inFlight + " calls without an answer, " + givenUp + " of them given up, and "
                + unwrittenNotifications + " unwritten notifications");
    }

    RpcRefusedException tooLarge(int bodyBytes) {
        return new RpcRefusedException(
                "request of about " + bodyBytes + " bytes exceeds maxRequestBytes " + options.maxRequestBytes());
    }

    private RpcConnectionException lost(String why, @Nullable Throwable cause) {
        String message = "connection to " + options.target() + " lost: " + why;
        return new RpcConnectionException(message, cause, Executed.UNKNOWN);
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message.strip();
    }
}
