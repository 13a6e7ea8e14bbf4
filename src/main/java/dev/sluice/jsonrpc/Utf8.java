package dev.sluice.jsonrpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict UTF-8 as RFC 3629 defines it, for text that is to be JSON: no overlong form, no surrogate, nothing above
 * U+10FFFF, no byte order mark, and no NUL, which JSON never contains and which would make a parser guess UTF-16.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private Utf8() {}

    /**
     * Finds the first byte that breaks the rules.
     *
     * @return its offset, or -1 if there is none
     */
    static int firstError(byte[] text) {
        if (startsWithByteOrderMark(text)) {
            return 0;
        }
        int at = 0;
        while (at < text.length) {
            at = skipAscii(text, at);
            if (at < text.length) {
                int bytes = sequenceBytes(text, at);
                if (bytes == 0) {
                    return at;
                }
                at += bytes;
            }
        }
        return -1;
    }

    private static boolean startsWithByteOrderMark(byte[] text) {
        return text.length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
    }

    /** Skips bytes 01 to 7F, eight at a time where it can. */
    private static int skipAscii(byte[] text, int from) {
        int at = from;
        int lastEight = text.length - Long.BYTES;
        for (; at <= lastEight; at += Long.BYTES) { // a counted loop, whose bounds C2 checks once
            long eight = (long) LONGS.get(text, at);
            if (((eight | (eight - LOW_BITS)) & HIGH_BITS) != 0) {
                break;
            }
        }
        while (at < text.length && text[at] > 0) {
            at++;
        }
        return at;
    }

    /** Length of the sequence at {@code at}, which does not start with a byte of 01 to 7F; 0 if it is broken. */
    private static int sequenceBytes(byte[] text, int at) {
        int first = text[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int bytes = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (at + bytes > text.length) {
            return 0;
        }
        int second = text[at + 1] & 0xFF;
        if (second < lowestSecond(first) || second > highestSecond(first)) {
            return 0;
        }
        for (int i = 2; i < bytes; i++) {
            if ((text[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return bytes;
    }

    /** RFC 3629, section 4: the second byte rules out overlong forms. */
    private static int lowestSecond(int first) {
        return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    }

    /** RFC 3629, section 4: the second byte rules out surrogates and what lies above U+10FFFF. */
    private static int highestSecond(int first) {
        return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    }
}
