package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.sluice.limits.TransitBudget;
import dev.sluice.limits.TransitBudget.Waiting;
import io.vertx.core.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as JSON, up to a limit that is checked while they are written, and with room on their way to the gateway
 * that is reserved before it is used. Immutable, for all threads.
 */
final class ResultWriter {
    private final ObjectWriter writer;
    private final WorkerParts.Results room;

    /**
     * A result.
     *
     * @param json its text
     * @param transitBytes what it holds of the room
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once
    record Written(byte[] json, long transitBytes) {}

    ResultWriter(ObjectMapper mapper, WorkerParts.Results room) {
        this.writer = mapper.writer();
        this.room = room;
    }

    /**
     * Writes a result.
     *
     * @throws NoRoomException when it gets larger than the limit, or than the room there is; what follows is not written
     * @throws IOException if Jackson cannot write it
     */
    Written write(@Nullable Object result) throws IOException {
        BoundedOutput out = new BoundedOutput(room);
        boolean written = false;
        try {
            writer.writeValue(out, result);
            written = true;
            return new Written(out.toBytes(), out.reservedBytes);
        } finally {
            if (!written) {
                out.release();
            }
        }
    }

    /** Gives back what a result holds that nobody will take. */
    void discard(Written written) {
        if (written.transitBytes > 0) {
            room.transit().release(written.transitBytes);
        }
    }

    /** The result is larger than one may be, or than there is room for. Carries no stack trace. */
    static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean ofNode;

        NoRoomException(boolean ofNode) {
            super(ofNode ? "no room on the node" : "above limits.maxResponseBytes");
            this.ofNode = ofNode;
        }

        /** True if the node had no room; false if the result alone is too large. */
        boolean ofNode() {
            return ofNode;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** An array that grows to a limit. A result that comes in one piece is copied once. */
    private static final class BoundedOutput extends OutputStream {
        private final WorkerParts.Results room;
        private byte[] bytes = new byte[0];
        private int length;
        private long reservedBytes;

        BoundedOutput(WorkerParts.Results room) {
            this.room = room;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            if (count > room.maxBytes() - length) {
                throw new NoRoomException(false);
            }
            if (length + count > bytes.length) {
                grow(Math.max(length + count, Math.min(room.maxBytes(), 2 * bytes.length)));
            }
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
        }

        private void grow(int size) throws IOException {
            if (size > TransitBudget.SMALL_BYTES && size > reservedBytes) {
                Waiting mayWait = Context.isOnEventLoopThread() ? Waiting.NO : Waiting.YES;
                long taken = room.transit().reserve(size - reservedBytes, mayWait);
                if (taken == 0) {
                    throw new NoRoomException(true);
                }
                reservedBytes += taken;
            }
            bytes = Arrays.copyOf(bytes, size);
        }

        void release() {
            if (reservedBytes > 0) {
                room.transit().release(reservedBytes);
            }
        }

        byte[] toBytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }
}
