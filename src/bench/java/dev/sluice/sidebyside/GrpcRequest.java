package dev.sluice.sidebyside;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A unary call of gRPC as bytes made once: a HEADERS frame and the DATA frames of one message, the last of which ends
 * the stream. The first call of a connection names its headers, all others point to them in the table (RFC 7541), as
 * gRPC's own client does. Immutable.
 */
final class GrpcRequest {
    /** The method, as the server registers it. */
    private static final String PATH = "/sluice.Echo/echo";

    /** Compressed or not, and the length of the message. */
    private static final int PREFIX_BYTES = 5;

    private static final byte POST = (byte) 0x83;
    private static final byte SCHEME_HTTP = (byte) 0x86;
    private static final int ADDED = 0x40;
    private static final int NAME_AUTHORITY = 1;
    private static final int NAME_PATH = 4;
    private static final int NAME_CONTENT_TYPE = 31;

    /** The four headers that the first call added to the table, the last one first. */
    private static final byte[] INDEXED = {
        POST, SCHEME_HTTP, (byte) (0x80 | 65), (byte) (0x80 | 64), (byte) (0x80 | 63), (byte) (0x80 | 62)
    };

    private final byte[] firstHeaders;
    private final byte[] headers;
    private final byte[] data;
    private final int messageBytes;

    /**
     * @param body the message
     */
    GrpcRequest(byte[] body) {
        firstHeaders = headersFrame(named());
        headers = headersFrame(INDEXED);
        messageBytes = PREFIX_BYTES + body.length;
        data = dataFrames(ByteBuffer.allocate(messageBytes)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array());
    }

    /** Bytes of a call, the first or another. */
    int bytes() {
        return firstHeaders.length + data.length;
    }

    /** What it takes of the windows, and what the echo of it brings. */
    int messageBytes() {
        return messageBytes;
    }

    /** Puts a call into a buffer that has room for it. */
    void put(ByteBuffer out, int stream, boolean isFirst) {
        int at = out.position();
        out.put(isFirst ? firstHeaders : headers).putInt(at + Http2.STREAM_AT, stream);
        int firstData = out.position();
        out.put(data);
        for (int i = firstData; i < out.position(); i += Http2.HEAD_BYTES + Http2.MOST_PAYLOAD_BYTES) {
            out.putInt(i + Http2.STREAM_AT, stream);
        }
    }

    private static byte[] headersFrame(byte[] block) {
        ByteBuffer frame = ByteBuffer.allocate(Http2.HEAD_BYTES + block.length);
        return Http2.head(frame, block.length, Http2.HEADERS, Http2.END_HEADERS)
                .put(block)
                .array();
    }

    private static byte[] named() {
        ByteBuffer block = ByteBuffer.allocate(128).put(POST).put(SCHEME_HTTP);
        text(block.put((byte) (ADDED | NAME_PATH)), PATH);
        text(block.put((byte) (ADDED | NAME_AUTHORITY)), "localhost");
        text(block.put((byte) (ADDED | NAME_CONTENT_TYPE)), "application/grpc");
        text(block.put((byte) ADDED), "te");
        text(block, "trailers");
        byte[] bytes = new byte[block.position()];
        block.get(0, bytes);
        return bytes;
    }

    private static void text(ByteBuffer block, String text) {
        block.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] dataFrames(byte[] message) {
        int frames = (message.length + Http2.MOST_PAYLOAD_BYTES - 1) / Http2.MOST_PAYLOAD_BYTES;
        ByteBuffer out = ByteBuffer.allocate(frames * Http2.HEAD_BYTES + message.length);
        for (int at = 0; at < message.length; at += Http2.MOST_PAYLOAD_BYTES) {
            int length = Math.min(Http2.MOST_PAYLOAD_BYTES, message.length - at);
            boolean isLast = at + length == message.length;
            Http2.head(out, length, Http2.DATA, isLast ? Http2.END_STREAM : 0).put(message, at, length);
        }
        return out.array();
    }
}
