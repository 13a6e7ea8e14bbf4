package dev.sluice.jsonrpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over JSON without making anything of it, by the grammar of RFC 8259 and within limits that are tighter than
 * {@link JsonLimits}: what is beyond them it does not know. Every method first skips white space, then either takes what it
 * is named after, or says that it is not there and leaves the position undefined.
 *
 * <p>The text has to be UTF-8. Used by one thread, for one body after the other.
 */
final class JsonScan {
    private static final int MAX_DEPTH = 60;
    private static final int MAX_NUMBER_BYTES = 64;
    private static final int MAX_NAME_BYTES = 200;
    private static final int MAX_VALUES = 20_000;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private byte[] text = {};
    private int at;
    private int values;

    void begin(byte[] body) {
        text = body;
        at = 0;
        values = 0;
    }

    /** Where it stands. */
    int at() {
        return at;
    }

    /** Skips white space; returns where it stands then. */
    int next() {
        while (at < text.length && isSpace(text[at])) {
            at++;
        }
        return at;
    }

    /** True if nothing but white space is left. */
    boolean isAtEnd() {
        return next() == text.length;
    }

    /** True if the next byte is this one. */
    boolean isAt(char wanted) {
        return next() < text.length && text[at] == wanted;
    }

    /** Takes one byte; stays in front of it if it is another. */
    boolean take(char wanted) {
        boolean found = isAt(wanted);
        at += found ? 1 : 0;
        return found;
    }

    /** Takes exactly these bytes. */
    boolean take(byte[] wanted) {
        next();
        if (text.length - at < wanted.length) {
            return false;
        }
        for (byte b : wanted) {
            if (text[at++] != b) {
                return false;
            }
        }
        return true;
    }

    /** Takes a string without escapes; returns where its content begins, or -1. It ends one byte before {@link #at}. */
    int plainString() {
        if (!take('"')) {
            return -1;
        }
        int from = at;
        skipPlain();
        if (at == text.length || text[at] != '"') {
            return -1;
        }
        at++;
        return from;
    }

    /** Takes a number. */
    boolean number() {
        int from = next();
        int digits = text.length > at && text[at] == '-' ? at + 1 : at;
        at = digits;
        if (!digits() || (text[digits] == '0' && at - digits > 1)) {
            return false;
        }
        if (at < text.length && text[at] == '.') {
            at++;
            if (!digits()) {
                return false;
            }
        }
        if (at < text.length && (text[at] | 0x20) == 'e') {
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            if (!digits()) {
                return false;
            }
        }
        return at - from <= MAX_NUMBER_BYTES;
    }

    /** Takes an array or an object. */
    boolean structure() {
        if (!isAt('[') && !isAt('{')) {
            return false;
        }
        long objects = 0; // a bit for each depth, the deepest one lowest
        int depth = 0;
        do {
            if (isAt('[') || isAt('{')) {
                boolean isObject = text[at++] == '{';
                objects = objects << 1 | (isObject ? 1 : 0);
                depth++;
                if (depth > MAX_DEPTH) {
                    return false;
                }
                if (!take(isObject ? '}' : ']')) {
                    if (isObject && !name()) {
                        return false;
                    }
                    continue; // its first value
                }
                objects >>>= 1;
                depth--;
            } else if (!scalar()) {
                return false;
            }
            while (depth > 0 && !take(',')) {
                if (!take((objects & 1) == 1 ? '}' : ']')) {
                    return false;
                }
                objects >>>= 1;
                depth--;
            }
            if (depth > 0 && (objects & 1) == 1 && !name()) {
                return false;
            }
        } while (depth > 0 && ++values < MAX_VALUES);
        return depth == 0;
    }

    private boolean name() {
        int from = plainString();
        return from >= 0 && at - from <= MAX_NAME_BYTES && take(':');
    }

    private boolean scalar() {
        if (at == text.length) {
            return false;
        }
        return switch (text[at]) {
            case '"' -> string();
            case 't' -> take(TRUE);
            case 'f' -> take(FALSE);
            case 'n' -> take(NULL);
            default -> number();
        };
    }

    private boolean string() {
        at++;
        for (; ; ) {
            skipPlain();
            if (at == text.length) {
                return false;
            }
            byte end = text[at++];
            if (end == '"') {
                return true;
            }
            if (end != '\\' || !escape()) {
                return false;
            }
        }
    }

    private boolean escape() {
        if (at == text.length) {
            return false;
        }
        switch (text[at++]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return true;
            }
            case 'u' -> {
                int end = at + 4;
                while (at < end && at < text.length && Character.digit(text[at], 16) >= 0) {
                    at++;
                }
                return at == end;
            }
            default -> {
                return false;
            }
        }
    }

    private boolean digits() {
        int from = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at > from;
    }

    /** Skips what a string is made of, up to a quote, a backslash or a control character; eight bytes at a time where it can. */
    private void skipPlain() {
        while (at + Long.BYTES <= text.length) {
            long eight = (long) LONGS.get(text, at);
            long found = isZero(eight ^ QUOTES) | isZero(eight ^ BACKSLASHES) | (eight - SPACES & ~eight & HIGH_BITS);
            if (found != 0) {
                at += Long.numberOfTrailingZeros(found) >>> 3; // the first one found is exact
                return;
            }
            at += Long.BYTES;
        }
        while (at < text.length && text[at] != '"' && text[at] != '\\' && (text[at] & 0xFF) >= ' ') {
            at++;
        }
    }

    /** The highest bit of each byte that is zero, and perhaps of some behind the first of those. */
    private static long isZero(long eight) {
        return eight - ONES & ~eight & HIGH_BITS;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
