package dev.sluice.jsonrpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bytes of a JSON string that stand for themselves. Stateless. */
public final class PlainText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;

    private PlainText() {}

    /**
     * Finds the first quote, backslash or control character, eight bytes at a time; the text's length if there is none.
     */
    public static int end(byte[] text, int from) {
        int at = from;
        int lastEight = text.length - Long.BYTES;
        for (; at <= lastEight; at += Long.BYTES) { // a counted loop, whose bounds C2 checks once
            long found = marks((long) LONGS.get(text, at));
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < text.length && text[at] != '"' && text[at] != '\\' && (text[at] & 0xFF) >= ' ') {
            at++;
        }
        return at;
    }

    /**
     * The high bit of each byte that is looked for: rightly of the lowest one and all beneath it, which is enough. With bit
     * 1 turned over, a quote stands right above the control characters, and one comparison finds them all.
     */
    private static long marks(long eight) {
        long quoteOrControl = (eight ^ (ONES * 2)) - ONES * (' ' + 1);
        long backslash = (eight ^ (ONES * '\\')) - ONES;
        return (quoteOrControl | backslash) & ~eight & HIGH_BITS;
    }
}
