package dev.sluice.frame;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.lang.reflect.Field;
import java.util.Collection;

/** The memory behind the bytes that a parser has not returned yet, for tests. */
public final class HeldBytes {
    private static final Field PIECES = field("pieces");
    private static final Field BODY = field("body");

    private HeldBytes() {}

    /** What its pieces and the body that it fills occupy, read or not. */
    public static long of(FrameParser parser) {
        try {
            byte[] body = (byte[]) BODY.get(parser);
            long bytes = body == null ? 0 : body.length;
            for (Object piece : (Collection<?>) PIECES.get(parser)) {
                ByteBuf memory = ((BufferInternal) (Buffer) piece).unwrap();
                if (memory.isDirect()) {
                    throw new AssertionError("keeps direct memory, of which there is little");
                }
                bytes += memory.capacity();
            }
            return bytes;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Field field(String name) {
        try {
            Field field = FrameParser.class.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }
}
