package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes results as JSON, up to a limit that is checked while they are written. Immutable, for all threads. */
final class ResultWriter {
    private final ObjectWriter writer;
    private final int maxBytes;

    ResultWriter(ObjectMapper mapper, int maxBytes) {
        this.writer = mapper.writer();
        this.maxBytes = maxBytes;
    }

    /**
     * Writes a result.
     *
     * @throws ResultTooLargeException when it gets larger than the limit; what follows is not written
     * @throws IOException if Jackson cannot write it
     */
    byte[] write(@Nullable Object result) throws IOException {
        BoundedOutput out = new BoundedOutput(maxBytes);
        writer.writeValue(out, result);
        return out.toBytes();
    }

    int maxBytes() {
        return maxBytes;
    }

    /** The result is larger than {@code limits.maxResponseBytes}. Carries no stack trace. */
    static final class ResultTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        ResultTooLargeException(int maxBytes) {
            super("result exceeds limits.maxResponseBytes " + maxBytes);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** An array that grows to a limit. A result that comes in one piece is copied once. */
    private static final class BoundedOutput extends OutputStream {
        private final int maxBytes;
        private byte[] bytes = new byte[0];
        private int length;

        BoundedOutput(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            if (count > maxBytes - length) {
                throw new ResultTooLargeException(maxBytes);
            }
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(maxBytes, 2 * bytes.length)));
            }
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
        }

        byte[] toBytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }
}
