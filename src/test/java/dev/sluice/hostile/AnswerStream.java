package dev.sluice.hostile;

import dev.sluice.frame.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Splits what a server sends into answers, pulled, and keeps the first {@value #HEAD_BYTES} bytes of the one that was
 * completed last. Costs no memory for large answers. Confined to one thread.
 */
final class AnswerStream {
    static final int HEAD_BYTES = 512;

    private static final int RESULT_OR_ERROR_AT = "{\"jsonrpc\":\"2.0\",\"".length();
    private static final int CODE_AT = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":".length();
    private static final byte[] NOT_EXECUTED = "\"executed\":\"no\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] header = new byte[FrameHeader.BYTES];
    private final byte[] head = new byte[HEAD_BYTES];
    private int headerBytes;
    private int headBytes;
    private int bodyBytes;
    private int bodyLeft;
    private boolean foreign;

    /** Takes bytes up to the end of the next answer; false if they ended before. */
    boolean next(ByteBuffer in) {
        if (!readHeader(in)) {
            return false;
        }
        int taken = Math.min(bodyLeft, in.remaining());
        int kept = Math.min(taken, HEAD_BYTES - headBytes);
        in.get(head, headBytes, kept);
        in.position(in.position() + taken - kept);
        headBytes += kept;
        bodyLeft -= taken;
        if (bodyLeft > 0) {
            return false;
        }
        headerBytes = 0;
        return true;
    }

    /** True once there was something that is no frame; nothing is read after it. */
    boolean isForeign() {
        return foreign;
    }

    int requestId() {
        return intAt(4);
    }

    int bodyBytes() {
        return bodyBytes;
    }

    boolean isResult() {
        return headBytes > RESULT_OR_ERROR_AT && head[RESULT_OR_ERROR_AT] == 'r';
    }

    /** The error's code; 0 for a result or a batch. */
    int code() {
        if (headBytes <= CODE_AT || head[0] != '{' || isResult()) {
            return 0;
        }
        int code = 0;
        boolean negative = head[CODE_AT] == '-';
        for (int i = negative ? CODE_AT + 1 : CODE_AT; i < headBytes && head[i] >= '0' && head[i] <= '9'; i++) {
            code = code * 10 + head[i] - '0';
        }
        return negative ? -code : code;
    }

    /** True if the error says that no handler was entered. */
    boolean isNotExecuted() {
        for (int at = 0; at <= headBytes - NOT_EXECUTED.length; at++) {
            if (startsWithAt(at)) {
                return true;
            }
        }
        return false;
    }

    /** The body, as much of it as was kept. */
    String text() {
        return new String(head, 0, headBytes, StandardCharsets.UTF_8);
    }

    private static boolean isMagic(int value) {
        return value == FrameHeader.MAGIC;
    }

    private boolean startsWithAt(int at) {
        for (int i = 0; i < NOT_EXECUTED.length; i++) {
            if (head[at + i] != NOT_EXECUTED[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean readHeader(ByteBuffer in) {
        if (foreign) {
            in.position(in.limit());
            return false;
        }
        if (headerBytes == FrameHeader.BYTES) {
            return true;
        }
        int taken = Math.min(FrameHeader.BYTES - headerBytes, in.remaining());
        in.get(header, headerBytes, taken);
        headerBytes += taken;
        if (headerBytes < FrameHeader.BYTES) {
            return false;
        }
        foreign = !isMagic(intAt(0));
        bodyBytes = intAt(8);
        bodyLeft = bodyBytes;
        headBytes = 0;
        return !foreign;
    }

    private int intAt(int at) {
        return header[at] << 24
                | (header[at + 1] & 0xFF) << 16
                | (header[at + 2] & 0xFF) << 8
                | (header[at + 3] & 0xFF);
    }
}
