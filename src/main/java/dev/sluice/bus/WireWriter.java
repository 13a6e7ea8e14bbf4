package dev.sluice.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of which messages between nodes are made. Numbers that are mostly small take seven bits a byte, the lowest
 * first, with the high bit set on all but the last. Used by one thread, for one message.
 */
final class WireWriter {
    private static final int GROUP_BITS = 7;
    private static final int GROUP = 0x7F;
    private static final int MORE = 0x80;
    private static final int MOST_AT_ONCE = 1 << 20;

    private final Buffer out;

    /**
     * @param expectedBytes how large the message gets, about
     */
    WireWriter(long expectedBytes) {
        out = Buffer.buffer((int) Math.min(expectedBytes, MOST_AT_ONCE));
    }

    WireWriter octet(int value) {
        out.appendByte((byte) value);
        return this;
    }

    WireWriter fixed32(int value) {
        out.appendInt(value);
        return this;
    }

    WireWriter fixed64(long value) {
        out.appendLong(value);
        return this;
    }

    /** Any value; negative ones take ten bytes. */
    WireWriter number(long value) {
        long rest = value;
        while ((rest & ~GROUP) != 0) {
            out.appendByte((byte) ((rest & GROUP) | MORE));
            rest >>>= GROUP_BITS;
        }
        out.appendByte((byte) rest);
        return this;
    }

    WireWriter bytes(byte[] source, int offset, int count) {
        number(count);
        out.appendBytes(source, offset, count);
        return this;
    }

    WireWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return bytes(utf8, 0, utf8.length);
    }

    /** A text, or that there is none. */
    WireWriter textOrNone(@Nullable String text) {
        octet(text == null ? 0 : 1);
        return text == null ? this : text(text);
    }

    Buffer toBuffer() {
        return out;
    }
}
