package dev.sluice.hostile;

import dev.sluice.frame.FrameHeader;
import java.nio.charset.StandardCharsets;

/** Frames as clients write them, right and wrong ones. */
final class Frames {
    private Frames() {}

    /** A call of a method; its JSON id is 1. */
    static byte[] call(int requestId, String method, String params) {
        return of(requestId, request(method, params));
    }

    /** The body of a call; its JSON id is 1. */
    static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":1}";
    }

    static byte[] of(int requestId, String body) {
        return of(requestId, body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] of(int requestId, byte[] body) {
        byte[] frame = new byte[FrameHeader.BYTES + body.length];
        FrameHeader.write(frame, 0, requestId, body.length);
        System.arraycopy(body, 0, frame, FrameHeader.BYTES, body.length);
        return frame;
    }

    /** A header alone, which promises a body. */
    static byte[] header(int requestId, int bodyBytes) {
        byte[] header = new byte[FrameHeader.BYTES];
        FrameHeader.write(header, 0, requestId, bodyBytes);
        return header;
    }
}
