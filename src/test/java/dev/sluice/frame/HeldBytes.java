package dev.sluice.frame;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.lang.reflect.Field;
import java.util.Collection;

/** The memory behind the bytes that a parser has not returned yet, for tests. */
public final class HeldBytes {
    private static final Field PIECES = pieces();

    private HeldBytes() {}

    /** What its pieces occupy, read or not. */
    public static long of(FrameParser parser) {
        long bytes = 0;
        try {
            for (Object piece : (Collection<?>) PIECES.get(parser)) {
                bytes += ((BufferInternal) (Buffer) piece).unwrap().capacity();
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return bytes;
    }

    private static Field pieces() {
        try {
            Field pieces = FrameParser.class.getDeclaredField("pieces");
            pieces.setAccessible(true);
            return pieces;
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }
}
