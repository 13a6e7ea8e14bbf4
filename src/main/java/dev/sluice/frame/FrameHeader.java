package dev.sluice.frame;

/**
 * The twelve bytes in front of every body. All integers are big-endian and unsigned.
 *
 * <pre>
 *  0               4               8              12            12+length
 *  +---------------+---------------+---------------+----------------+
 *  | magic         | request id    | body length   | body           |
 *  | 0xC0DEBABE    | uint32        | uint32        | UTF-8 JSON     |
 *  +---------------+---------------+---------------+----------------+
 * </pre>
 */
public final class FrameHeader {
    /** The first four bytes of every frame. */
    public static final int MAGIC = 0xC0DEBABE;

    /** Size of the header. */
    public static final int BYTES = 12;

    private FrameHeader() {}

    /**
     * Writes a header.
     *
     * @param target receives {@link #BYTES} bytes from {@code offset} on
     * @param requestId the client's 32 bits, unchanged
     * @param bodyBytes size of the body, 0 or more
     */
    public static void write(byte[] target, int offset, int requestId, int bodyBytes) {
        writeInt(target, offset, MAGIC);
        writeInt(target, offset + 4, requestId);
        writeInt(target, offset + 8, bodyBytes);
    }

    private static void writeInt(byte[] target, int offset, int value) {
        target[offset] = (byte) (value >>> 24);
        target[offset + 1] = (byte) (value >>> 16);
        target[offset + 2] = (byte) (value >>> 8);
        target[offset + 3] = (byte) value;
    }
}
