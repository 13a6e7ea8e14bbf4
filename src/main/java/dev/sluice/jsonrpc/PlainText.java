package dev.sluice.jsonrpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bytes of a JSON string that stand for themselves. Stateless. */
final class PlainText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;

    private PlainText() {}

    /** Finds the first quote, backslash or control character, eight bytes at a time; the text's length if there is none. */
    static int end(byte[] text, int from) {
        int at = from;
        while (at + Long.BYTES <= text.length) {
            long eight = (long) LONGS.get(text, at);
            long found = below(eight ^ (ONES * '"'), 1) | below(eight ^ (ONES * '\\'), 1) | below(eight, ' ');
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < text.length && text[at] != '"' && text[at] != '\\' && (text[at] & 0xFF) >= ' ') {
            at++;
        }
        return at;
    }

    /** Marks bytes below a bound of at most 80 hex: rightly the lowest one and all beneath it, which is enough. */
    private static long below(long eight, int bound) {
        return (eight - ONES * bound) & ~eight & HIGH_BITS;
    }
}
