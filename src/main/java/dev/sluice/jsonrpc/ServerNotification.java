package dev.sluice.jsonrpc;

import java.nio.charset.StandardCharsets;

/**
 * A notification from the server, in a frame with the id {@link #REQUEST_ID}. Only for clients that said they understand
 * it. Immutable.
 */
public final class ServerNotification implements Answer {
    /** The frame id that no answer has: 0xFFFFFFFF. Clients that get notifications may not use it. */
    public static final int REQUEST_ID = -1;

    private final byte[] json;

    private ServerNotification(String method, String params) {
        json = ("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The node is about to go away: go elsewhere with what is new.
     *
     * @param deadlineMs after so many milliseconds calls in flight are answered without their results
     */
    public static ServerNotification drain(long deadlineMs) {
        return new ServerNotification("$/drain", "{\"deadlineMs\":" + deadlineMs + "}");
    }

    /**
     * The last frame of a connection: whatever is unanswered now was never executed.
     *
     * @param reason why it ends, a word of ours
     */
    public static ServerNotification goodbye(String reason) {
        return new ServerNotification("$/goodbye", "{\"reason\":\"" + reason + "\"}");
    }

    @Override
    public int bytes() {
        return json.length;
    }

    @Override
    public int write(byte[] target, int at) {
        System.arraycopy(json, 0, target, at, json.length);
        return at + json.length;
    }
}
