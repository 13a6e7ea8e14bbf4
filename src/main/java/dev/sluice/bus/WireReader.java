package dev.sluice.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link WireWriter} wrote. Believes no length: whoever sent the message may be of another version, or no node at
 * all. Used by one thread, for one message.
 */
final class WireReader {
    private static final int GROUP_BITS = 7;
    private static final int GROUP = 0x7F;
    private static final int MORE = 0x80;
    private static final int LAST_SHIFT = 63;

    private final Buffer in;
    private int at;

    WireReader(Buffer in) {
        this.in = in;
    }

    int octet() throws WireException {
        need(1);
        int value = in.getByte(at) & 0xFF;
        at++;
        return value;
    }

    int fixed32() throws WireException {
        need(Integer.BYTES);
        int value = in.getInt(at);
        at += Integer.BYTES;
        return value;
    }

    long fixed64() throws WireException {
        need(Long.BYTES);
        long value = in.getLong(at);
        at += Long.BYTES;
        return value;
    }

    long number() throws WireException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += GROUP_BITS) {
            int next = octet();
            if (shift == LAST_SHIFT && next > 1) {
                break;
            }
            value |= (long) (next & GROUP) << shift;
            if (next < MORE) {
                return value;
            }
        }
        throw new WireException("a number of more than 64 bits at byte " + at);
    }

    /** A time in nanoseconds, which is not negative. */
    long duration() throws WireException {
        long nanos = number();
        if (nanos < 0) {
            throw new WireException("a negative time, before byte " + at);
        }
        return nanos;
    }

    /** A number within a range. */
    int number(int most) throws WireException {
        return within(number(), most);
    }

    /** How many things follow, each of which takes a byte or more. */
    int count() throws WireException {
        long value = number();
        return within(value, in.length() - at);
    }

    private int within(long value, int most) throws WireException {
        if (value < 0 || value > most) {
            throw new WireException("a number of " + value + " where 0 to " + most + " is possible, before byte " + at);
        }
        return (int) value;
    }

    byte[] bytes() throws WireException {
        int count = count();
        byte[] bytes = in.getBytes(at, at + count);
        at += count;
        return bytes;
    }

    String text() throws WireException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Nullable
    String textOrNone() throws WireException {
        return octet() == 0 ? null : text();
    }

    /** Nothing may be left. */
    void end() throws WireException {
        if (at < in.length()) {
            throw new WireException(in.length() - at + " bytes too many");
        }
    }

    private void need(int bytes) throws WireException {
        if (bytes > in.length() - at) {
            throw new WireException("an end within a message, at byte " + in.length());
        }
    }
}
