package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A generator that is used for one result after the other: to make one for each takes longer than to write a small result.
 * Owned by one thread. It is kept only if the last result left it as it was made, and was small: then it holds no more of it
 * than names.
 */
final class KeptGenerator {
    private static final int SMALL_BYTES = 16 * 1024;

    private final ObjectMapper mapper;
    private final ObjectWriter writer;
    private final Sink sink = new Sink();

    private BlockJsonFactory.@Nullable Generator generator;

    KeptGenerator(ObjectMapper mapper) {
        this.mapper = mapper;
        this.writer = mapper.writer();
    }

    /** True while a value is written: a serializer of it may have led to another result. */
    boolean isBusy() {
        return sink.target != null;
    }

    /**
     * Writes one value.
     *
     * @throws IOException if Jackson cannot write it, or the target not take it
     */
    void write(@Nullable Object value, OutputStream target) throws IOException {
        sink.open(target);
        BlockJsonFactory.Generator out = generator;
        generator = null; // left in the midst of a value it is of no more use
        try {
            if (out == null) {
                out = (BlockJsonFactory.Generator) mapper.getFactory().createGenerator(sink);
                out.setRootValueSeparator(null);
            }
            writer.writeValue(out, value);
            if (!out.isAsNew()) {
                out.close(); // and with it what a serializer left open
            } else if (sink.bytes <= SMALL_BYTES) {
                generator = out;
            }
        } finally {
            sink.target = null;
        }
    }

    /** Where the generator writes: on to what is the target now. */
    private static final class Sink extends OutputStream {
        private @Nullable OutputStream target;
        private long bytes;

        void open(OutputStream newTarget) {
            target = newTarget;
            bytes = 0;
        }

        @Override
        public void write(int value) throws IOException {
            bytes++;
            Objects.requireNonNull(target).write(value);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            bytes += count;
            Objects.requireNonNull(target).write(source, offset, count);
        }
    }
}
