package dev.sluice.sidebyside;

import dev.sluice.bench.Wire;
import dev.sluice.bench.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * RSocket's request and response over TCP, as far as an echo needs it. A frame has 3 bytes of length, 4 of stream id,
 * 6 bits of type and 10 of flags, then its payload (RSocket 1.0, Framing Format). For one connection.
 */
final class RSocketWire implements Wire {
    private static final int LENGTH_BYTES = 3;
    private static final int HEADER_BYTES = 6;
    private static final int SETUP = 0x01;
    private static final int REQUEST_RESPONSE = 0x04;
    private static final int PAYLOAD = 0x0A;
    private static final int ERROR = 0x0B;
    private static final int TYPE_SHIFT = 10;
    private static final int FLAG_NEXT = 0x20;

    private static final int VERSION = 0x0001_0000;
    private static final int KEEP_ALIVE_MS = 3_600_000;
    private static final int MOST_TEXT_BYTES = 200;
    private static final byte[] MIME = "application/octet-stream".getBytes(StandardCharsets.US_ASCII);

    private final byte[] request;
    private final StreamIds streams;

    /**
     * @param body of a request
     * @param depth the most requests in flight
     */
    RSocketWire(byte[] body, int depth) {
        streams = new StreamIds(depth);
        ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + HEADER_BYTES + body.length);
        putHeader(frame, HEADER_BYTES + body.length, REQUEST_RESPONSE);
        request = frame.put(body).array();
    }

    private static void putHeader(ByteBuffer out, int length, int type) {
        out.put((byte) (length >>> Short.SIZE)).putShort((short) length);
        out.putInt(0).putShort((short) (type << TYPE_SHIFT));
    }

    @Override
    public void greet(ByteBuffer out) {
        putHeader(out, HEADER_BYTES + 3 * Integer.BYTES + 2 * (1 + MIME.length), SETUP);
        out.putInt(VERSION).putInt(KEEP_ALIVE_MS).putInt(2 * KEEP_ALIVE_MS);
        out.put((byte) MIME.length).put(MIME).put((byte) MIME.length).put(MIME);
    }

    @Override
    public int requestBytes(boolean isSlow) {
        return request.length;
    }

    @Override
    public void write(ByteBuffer out, int id, boolean isSlow) {
        int at = out.position();
        out.put(request);
        out.putInt(at + LENGTH_BYTES, streams.next(id));
    }

    @Override
    public int read(ByteBuffer in, Answers answers) throws WireException {
        while (in.remaining() >= LENGTH_BYTES + HEADER_BYTES) {
            int at = in.position();
            int length = (in.get(at) & 0xFF) << Short.SIZE | (in.getShort(at + 1) & 0xFFFF);
            if (length < HEADER_BYTES) {
                throw new WireException("no frame of RSocket: it has " + length + " bytes");
            }
            if (in.remaining() < LENGTH_BYTES + length) {
                return LENGTH_BYTES + length;
            }
            take(in.slice(at + LENGTH_BYTES, length), answers);
            in.position(at + LENGTH_BYTES + length);
        }
        return 0;
    }

    private void take(ByteBuffer frame, Answers answers) throws WireException {
        int stream = frame.getInt();
        int typeAndFlags = frame.getShort() & 0xFFFF;
        int type = typeAndFlags >>> TYPE_SHIFT;
        if (type == PAYLOAD) {
            boolean isEcho = (typeAndFlags & FLAG_NEXT) != 0
                    && frame.remaining() == request.length - LENGTH_BYTES - HEADER_BYTES;
            answers.answered(streams.place(stream), isEcho ? RESULT : NO_RESPONSE);
        } else if (type == ERROR && stream == 0) {
            throw new WireException("the server ends the connection: " + text(frame));
        } else if (type == ERROR) {
            answers.answered(streams.place(stream), frame.getInt());
        }
    }

    private static String text(ByteBuffer error) {
        byte[] shown = new byte[Math.min(MOST_TEXT_BYTES, error.remaining() - Integer.BYTES)];
        error.get(error.position() + Integer.BYTES, shown);
        return new String(shown, StandardCharsets.UTF_8);
    }
}
