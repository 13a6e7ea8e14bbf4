package dev.sluice.sidebyside;

import dev.sluice.bench.Wire;
import dev.sluice.bench.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The protocol of Vert.x's TCP EventBus bridge: 4 bytes of length and a JSON object. The reply address, five digits,
 * tells answers apart. For one connection.
 */
final class BridgeWire implements Wire {
    private static final String ASK = "{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"";
    private static final byte[] REPLY = ascii("{\"type\":\"message\",\"address\":\"");
    private static final int DIGITS = 5;
    private static final int MOST_TEXT_BYTES = 200;

    private final byte[] request;
    private final int leastReplyBytes;

    /**
     * @param params JSON that is sent and has to come back
     */
    BridgeWire(String params) {
        byte[] json = ascii(ASK + "0".repeat(DIGITS) + "\",\"body\":{\"p\":" + params + "}}");
        request = ByteBuffer.allocate(Integer.BYTES + json.length)
                .putInt(json.length)
                .put(json)
                .array();
        leastReplyBytes = REPLY.length + DIGITS + params.length();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int requestBytes(boolean isSlow) {
        return request.length;
    }

    @Override
    public void write(ByteBuffer out, int id, boolean isSlow) {
        int last = out.position() + Integer.BYTES + ASK.length() + DIGITS - 1;
        out.put(request);
        int rest = id;
        for (int i = 0; i < DIGITS; i++) {
            out.put(last - i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    @Override
    public int read(ByteBuffer in, Answers answers) throws WireException {
        while (in.remaining() >= Integer.BYTES) {
            int at = in.position();
            int frameBytes = Integer.BYTES + in.getInt(at);
            if (frameBytes < Integer.BYTES) {
                throw new WireException("no frame of the bridge: a negative length");
            }
            if (in.remaining() < frameBytes) {
                return frameBytes;
            }
            take(in.slice(at + Integer.BYTES, frameBytes - Integer.BYTES), answers);
            in.position(at + frameBytes);
        }
        return 0;
    }

    private void take(ByteBuffer json, Answers answers) throws WireException {
        int id = 0;
        for (int i = 0; i < REPLY.length + DIGITS; i++) {
            int found = i < json.limit() ? json.get(i) : -1;
            if (i >= REPLY.length && found >= '0' && found <= '9') {
                id = 10 * id + found - '0';
            } else if (i >= REPLY.length || found != REPLY[i]) {
                throw new WireException("no reply of the bridge: " + text(json));
            }
        }
        answers.answered(id, json.limit() >= leastReplyBytes ? RESULT : NO_RESPONSE);
    }

    private static String text(ByteBuffer json) {
        byte[] shown = new byte[Math.min(MOST_TEXT_BYTES, json.limit())];
        json.get(0, shown);
        return new String(shown, StandardCharsets.UTF_8);
    }
}
