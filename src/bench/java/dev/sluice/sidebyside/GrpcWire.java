package dev.sluice.sidebyside;

import dev.sluice.bench.Wire;
import dev.sluice.bench.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * gRPC's unary calls over HTTP/2 (RFC 9113), as far as an echo needs it: keeps to the server's windows, and gives it
 * all of the windows that there can be. What the server is owed, such as an answer to its ping, leaves with the next
 * request. For one connection.
 *
 * <p>Invariant: {@code sendWindow} bytes of messages may be sent; {@code received} of a place are those of its answer
 * so far.
 */
final class GrpcWire implements Wire {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PING_BYTES = 8;
    private static final int MOST_TEXT_BYTES = 200;

    /** So many bytes received are given back to the connection's window at once. */
    private static final int WINDOW_STEP = 1 << 30;

    /** An answer to settings and to a ping, and an update of the window. */
    private static final int OWED_BYTES = 3 * Http2.HEAD_BYTES + PING_BYTES + Integer.BYTES;

    private static final int UNAVAILABLE = 14;

    private final GrpcRequest request;
    private final StreamIds streams;
    private final HpackReader headers = new HpackReader();
    private final int[] received;

    private long sendWindow = Http2.FIRST_WINDOW;
    private long streamWindow = Http2.FIRST_WINDOW;
    private int receivedSinceUpdate;
    private boolean hasSettings;
    private boolean hasSent;
    private boolean owesSettings;
    private boolean owesPing;
    private long ping;

    /**
     * @param body of a request
     * @param depth the most requests in flight
     */
    GrpcWire(byte[] body, int depth) {
        request = new GrpcRequest(body);
        streams = new StreamIds(depth);
        received = new int[depth];
    }

    @Override
    public void greet(ByteBuffer out) {
        out.put(PREFACE);
        Http2.head(out, Http2.SETTING_BYTES, Http2.SETTINGS, 0)
                .putShort((short) Http2.INITIAL_WINDOW_SIZE)
                .putInt(Http2.MOST_WINDOW);
        putWindowUpdate(out, Http2.MOST_WINDOW - Http2.FIRST_WINDOW);
    }

    private static void putWindowUpdate(ByteBuffer out, int bytes) {
        Http2.head(out, Integer.BYTES, Http2.WINDOW_UPDATE, 0).putInt(bytes);
    }

    @Override
    public int requestBytes(boolean isSlow) {
        return OWED_BYTES + request.bytes();
    }

    @Override
    public boolean mayWrite(boolean isSlow) {
        return hasSettings && Math.min(sendWindow, streamWindow) >= request.messageBytes();
    }

    @Override
    public void write(ByteBuffer out, int id, boolean isSlow) {
        putOwed(out);
        request.put(out, streams.next(id), !hasSent);
        hasSent = true;
        received[id] = 0;
        sendWindow -= request.messageBytes();
    }

    private void putOwed(ByteBuffer out) {
        if (owesSettings) {
            Http2.head(out, 0, Http2.SETTINGS, Http2.ACK);
            owesSettings = false;
        }
        if (owesPing) {
            Http2.head(out, PING_BYTES, Http2.PING, Http2.ACK).putLong(ping);
            owesPing = false;
        }
        if (receivedSinceUpdate >= WINDOW_STEP) {
            putWindowUpdate(out, receivedSinceUpdate);
            receivedSinceUpdate = 0;
        }
    }

    @Override
    public int read(ByteBuffer in, Answers answers) throws WireException {
        while (in.remaining() >= Http2.HEAD_BYTES) {
            int at = in.position();
            int frameBytes = Http2.HEAD_BYTES + Http2.length(in, at);
            if (in.remaining() < frameBytes) {
                return frameBytes;
            }
            int type = in.get(at + Short.BYTES + 1);
            int flags = in.get(at + Integer.BYTES);
            int stream = in.getInt(at + Http2.STREAM_AT);
            ByteBuffer payload = in.slice(at + Http2.HEAD_BYTES, frameBytes - Http2.HEAD_BYTES);
            if (stream == 0) {
                takeOfConnection(type, flags, payload);
            } else {
                takeOfStream(type, flags, stream, payload, answers);
            }
            in.position(at + frameBytes);
        }
        return 0;
    }

    private void takeOfConnection(int type, int flags, ByteBuffer payload) throws WireException {
        boolean isAck = (flags & Http2.ACK) != 0;
        if (type == Http2.SETTINGS && !isAck) {
            takeSettings(payload);
        } else if (type == Http2.PING && !isAck) {
            owesPing = true;
            ping = payload.getLong();
        } else if (type == Http2.WINDOW_UPDATE) {
            sendWindow += payload.getInt();
        } else if (type == Http2.GOAWAY) {
            byte[] text = new byte[Math.max(0, Math.min(MOST_TEXT_BYTES, payload.limit() - 2 * Integer.BYTES))];
            payload.get(2 * Integer.BYTES, text);
            throw new WireException("the server says GOAWAY: " + new String(text, StandardCharsets.UTF_8));
        }
    }

    private void takeSettings(ByteBuffer payload) {
        hasSettings = true;
        owesSettings = true;
        while (payload.remaining() >= Http2.SETTING_BYTES) {
            int setting = payload.getShort();
            int value = payload.getInt();
            if (setting == Http2.INITIAL_WINDOW_SIZE) {
                streamWindow = value;
            }
        }
    }

    private void takeOfStream(int type, int flags, int stream, ByteBuffer payload, Answers answers)
            throws WireException {
        int place = streams.place(stream);
        int status = HpackReader.NONE;
        if (type == Http2.DATA) {
            received[place] += payload.limit();
            receivedSinceUpdate += payload.limit();
        } else if (type == Http2.HEADERS) {
            if ((flags & (Http2.END_HEADERS | Http2.PADDED)) != Http2.END_HEADERS) {
                throw new WireException("headers in parts, or padded");
            }
            status = headers.grpcStatus(payload);
        } else if (type == Http2.RST_STREAM && payload.getInt() != 0) {
            answers.answered(place, UNAVAILABLE);
            return;
        }
        if ((type == Http2.DATA || type == Http2.HEADERS) && (flags & Http2.END_STREAM) != 0) {
            answers.answered(place, code(status, received[place]));
        }
    }

    private int code(int status, int answerBytes) {
        if (status == 0) {
            return answerBytes == request.messageBytes() ? RESULT : NO_RESPONSE;
        }
        return status > 0 ? status : NO_RESPONSE;
    }
}
