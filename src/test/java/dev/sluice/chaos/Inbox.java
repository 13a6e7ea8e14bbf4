package dev.sluice.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits what a client reads into frames. Written for the ledger alone: the server's own parser must not be its own
 * witness. Confined to the crowd's thread.
 */
final class Inbox {
    private static final int MAGIC = 0xC0DEBABE;
    private static final int HEADER_BYTES = 12;
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private byte[] bytes = new byte[16 * 1024];
    private int begin;
    private int end;

    /** What the server sent. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int requestId, byte[] body) {}

    void add(ByteBuffer piece) {
        int length = piece.remaining();
        if (end + length > bytes.length) {
            int kept = end - begin;
            byte[] target = kept + length > bytes.length ? new byte[2 * (kept + length)] : bytes;
            System.arraycopy(bytes, begin, target, 0, kept);
            bytes = target;
            begin = 0;
            end = kept;
        }
        piece.get(bytes, end, length);
        end += length;
    }

    /** The next frame, or null when it has not arrived whole. */
    @Nullable
    Frame next() throws IOException {
        if (end - begin < HEADER_BYTES) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, begin, HEADER_BYTES);
        int magic = header.getInt();
        int requestId = header.getInt();
        int length = header.getInt();
        if (magic != MAGIC || length < 0 || length > MOST_BYTES) {
            throw new IOException("an answer begins with magic " + Integer.toHexString(magic) + ", length "
                    + Integer.toUnsignedString(length));
        }
        if (end - begin - HEADER_BYTES < length) {
            return null;
        }
        int body = begin + HEADER_BYTES;
        begin = body + length;
        return new Frame(requestId, Arrays.copyOfRange(bytes, body, begin));
    }

    /** True if the stream is in the middle of a frame. */
    boolean isInsideFrame() {
        return begin != end;
    }
}
