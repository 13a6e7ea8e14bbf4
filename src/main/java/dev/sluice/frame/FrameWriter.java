package dev.sluice.frame;

import java.util.Arrays;

/**
 * Collects whole frames, one behind the other, in one growing array.
 *
 * <p>Owned by one connection and confined to its thread. Invariant: the first {@code length} bytes of {@code bytes} are
 * complete frames, except between {@link #frame} and the moment its body has been written to the place it returned.
 */
public final class FrameWriter {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;

    /**
     * @param expectedBytes the room to begin with; more is taken when it is needed
     */
    public FrameWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /**
     * Appends a header and makes room for its body.
     *
     * @param bodyBytes size of the body, 0 or more
     * @return where in {@link #array()} the caller writes exactly {@code bodyBytes} bytes, before anything else
     * @throws OutOfMemoryError if all frames together would not fit an array
     */
    public int frame(int requestId, int bodyBytes) {
        ensureRoom((long) length + FrameHeader.BYTES + bodyBytes);
        FrameHeader.write(bytes, length, requestId, bodyBytes);
        int body = length + FrameHeader.BYTES;
        length = body + bodyBytes;
        return body;
    }

    /** The array behind; {@link #frame} may replace it. Only the first {@link #length()} bytes mean anything. */
    public byte[] array() {
        return bytes;
    }

    /** Bytes of all frames so far. */
    public int length() {
        return length;
    }

    /** Gives up room that was taken and not needed, if it is more than half. What is appended next takes some again. */
    public void trim() {
        if (bytes.length / 2 > length) {
            bytes = Arrays.copyOf(bytes, length);
        }
    }

    private void ensureRoom(long needed) {
        if (needed > LARGEST_ARRAY) {
            throw new OutOfMemoryError("frames of " + needed + " bytes do not fit one array");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, Math.max(needed, 2L * bytes.length)));
        }
    }
}
