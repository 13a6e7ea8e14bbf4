package dev.sluice.sidebyside;

import java.nio.ByteBuffer;

/**
 * Frames of HTTP/2 (RFC 9113).
 *
 * <pre>
 *  0           3       4       5                9
 *  +-----------+-------+-------+----------------+---------+
 *  | length    | type  | flags | stream id      | payload |
 *  +-----------+-------+-------+----------------+---------+
 * </pre>
 */
final class Http2 {
    /** Size of a frame's head. */
    static final int HEAD_BYTES = 9;

    /** Where in it the stream id lies. */
    static final int STREAM_AT = 5;

    /** The largest payload, unless the peer said it takes more. */
    static final int MOST_PAYLOAD_BYTES = 16_384;

    /** The largest window there can be. */
    static final int MOST_WINDOW = Integer.MAX_VALUE;

    /** The window a connection and a stream begin with. */
    static final int FIRST_WINDOW = 65_535;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;

    /** The setting that is the window of every stream. */
    static final int INITIAL_WINDOW_SIZE = 4;

    /** Bytes of one setting. */
    static final int SETTING_BYTES = 6;

    private Http2() {}

    /** Puts a head. */
    static ByteBuffer head(ByteBuffer out, int length, int type, int flags) {
        out.put((byte) (length >>> Short.SIZE)).putShort((short) length);
        return out.put((byte) type).put((byte) flags).putInt(0);
    }

    /** The length of the payload of the frame that begins there. */
    static int length(ByteBuffer in, int at) {
        return (in.get(at) & 0xFF) << Short.SIZE | (in.getShort(at + 1) & 0xFFFF);
    }
}
