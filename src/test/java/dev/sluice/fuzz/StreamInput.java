package dev.sluice.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stream and how it arrives, as the bytes of an input say it. Layout: one byte that chooses the limit, one byte n, n
 * bytes with the sizes of the pieces, taken in turn, and the stream.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StreamInput(int maxFrameBytes, List<byte[]> pieces, byte[] stream) {
    private static final int[] LIMITS = {1024 * 1024, 0, 1, 5, 64, 600, 4096, Integer.MAX_VALUE};

    /** Sizes above this one stand for a multiple, so that one byte reaches beyond every limit of the parser. */
    private static final int LARGEST_BYTE_EXACT = 200;

    private static final int STEP_BYTES = 128;

    static StreamInput of(byte[] input) {
        int maxFrameBytes = LIMITS[unsigned(input, 0) % LIMITS.length];
        int sizesEnd = Math.min(input.length, 2 + unsigned(input, 1));
        byte[] sizes = Arrays.copyOfRange(input, Math.min(2, sizesEnd), sizesEnd);
        byte[] stream = Arrays.copyOfRange(input, sizesEnd, input.length);
        return new StreamInput(maxFrameBytes, cut(stream, sizes), stream);
    }

    private static int unsigned(byte[] input, int at) {
        return at < input.length ? input[at] & 0xFF : 0;
    }

    private static List<byte[]> cut(byte[] stream, byte[] sizes) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        while (from < stream.length) {
            int before = from;
            for (byte size : sizes) {
                int to = Math.min(stream.length, from + pieceBytes(size & 0xFF));
                pieces.add(Arrays.copyOfRange(stream, from, to));
                from = to;
            }
            if (from == before) { // no sizes, or nothing but zeros
                pieces.add(Arrays.copyOfRange(stream, from, stream.length));
                from = stream.length;
            }
        }
        return pieces;
    }

    private static int pieceBytes(int size) {
        return size <= LARGEST_BYTE_EXACT ? size : (size - LARGEST_BYTE_EXACT) * STEP_BYTES;
    }
}
