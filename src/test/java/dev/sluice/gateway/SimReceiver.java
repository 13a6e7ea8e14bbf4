package dev.sluice.gateway;

import dev.sluice.frame.FrameHeader;
import dev.sluice.jsonrpc.ServerNotification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the server has written to one client: whole frames are looked at as soon as their last byte is there. */
final class SimReceiver {
    private static final byte[] HTTP_ANSWER = "HTTP/1.1 400 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTIFICATION = "{\"jsonrpc\":\"2.0\",\"method\":".getBytes(StandardCharsets.US_ASCII);

    private final SimClient client;
    private final Promises promises;
    private byte[] bytes = new byte[512];
    private int end;
    private int parsed;

    SimReceiver(SimClient client, Promises promises) {
        this.client = client;
        this.promises = promises;
    }

    void receive(byte[] more) {
        if (end + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + more.length, 2 * bytes.length));
        }
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (end - parsed >= FrameHeader.BYTES) {
            if (in.getInt(parsed) != FrameHeader.MAGIC) {
                promises.onFarewell(client, startsWith(HTTP_ANSWER, parsed));
                parsed = end;
                return;
            }
            int body = in.getInt(parsed + 8);
            promises.require(body > 0, "Wire", "a frame without a body");
            if (end - parsed - FrameHeader.BYTES < body) {
                return;
            }
            int at = parsed + FrameHeader.BYTES;
            parsed = at + body;
            onFrame(in.getInt(at - 8), at, body);
        }
    }

    private void onFrame(int requestId, int at, int length) {
        if (requestId == ServerNotification.REQUEST_ID && startsWith(NOTIFICATION, at)) {
            promises.onNotification(client, new String(bytes, at, length, StandardCharsets.UTF_8));
        } else {
            promises.onAnswer(client, requestId, bytes, at, length);
        }
    }

    /** True if all that was written were whole frames. */
    boolean isWhole() {
        return parsed == end;
    }

    private boolean startsWith(byte[] wanted, int at) {
        int to = Math.min(end, at + wanted.length);
        return Arrays.equals(bytes, at, to, wanted, 0, wanted.length);
    }
}
