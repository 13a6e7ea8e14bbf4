package dev.sluice.sidebyside;

import dev.sluice.bench.Wire;
import dev.sluice.bench.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Thrift's binary protocol in framed transport: {@code binary echo(1: binary body)}. The sequence id tells answers
 * apart. For one connection.
 */
final class ThriftWire implements Wire {
    private static final byte[] METHOD = "echo".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_1 = 0x8001_0000;
    private static final int VERSION_MASK = 0xFFFF_0000;
    private static final int CALL = 1;
    private static final int REPLY = 2;
    private static final byte BINARY = 11;
    private static final byte STOP = 0;

    /** Frame length, version and type, method, sequence id. */
    private static final int HEAD_BYTES = 4 * Integer.BYTES + METHOD.length;

    private static final int FIELD_BYTES = 1 + Short.BYTES + Integer.BYTES;
    private static final int SEQUENCE_AT = HEAD_BYTES - Integer.BYTES;

    private final byte[] request;

    /**
     * @param body of a request
     */
    ThriftWire(byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + FIELD_BYTES + body.length + 1);
        frame.putInt(frame.capacity() - Integer.BYTES).putInt(VERSION_1 | CALL);
        frame.putInt(METHOD.length).put(METHOD).putInt(0);
        frame.put(BINARY).putShort((short) 1).putInt(body.length).put(body).put(STOP);
        request = frame.array();
    }

    @Override
    public int requestBytes(boolean isSlow) {
        return request.length;
    }

    @Override
    public void write(ByteBuffer out, int id, boolean isSlow) {
        int at = out.position();
        out.put(request);
        out.putInt(at + SEQUENCE_AT, id);
    }

    @Override
    public int read(ByteBuffer in, Answers answers) throws WireException {
        while (in.remaining() >= HEAD_BYTES) {
            int at = in.position();
            int frameBytes = Integer.BYTES + in.getInt(at);
            int versionAndType = in.getInt(at + Integer.BYTES);
            if ((versionAndType & VERSION_MASK) != VERSION_1 || frameBytes < HEAD_BYTES) {
                throw new WireException("no reply of Thrift: it begins with " + Integer.toHexString(versionAndType));
            }
            if (in.remaining() < frameBytes) {
                return frameBytes;
            }
            // a reply that echoes is as long as the call
            boolean isEcho = (versionAndType & 0xFF) == REPLY && frameBytes == request.length;
            answers.answered(in.getInt(at + SEQUENCE_AT), isEcho ? RESULT : NO_RESPONSE);
            in.position(at + frameBytes);
        }
        return 0;
    }
}
