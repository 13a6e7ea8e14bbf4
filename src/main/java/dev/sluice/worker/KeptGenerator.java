package dev.sluice.worker;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A generator that is used for one result after the other: to make one for each takes longer than to write a small result.
 * Owned by one thread. Between results it holds nothing of them.
 */
final class KeptGenerator {
    private final ObjectMapper mapper;
    private final ObjectWriter writer;
    private final OutputStream sink = new Sink();

    private @Nullable OutputStream target;
    private @Nullable JsonGenerator generator;

    KeptGenerator(ObjectMapper mapper) {
        this.mapper = mapper;
        this.writer = mapper.writer();
    }

    /** True while a value is written: a serializer of it may have led to another result. */
    boolean isBusy() {
        return target != null;
    }

    /**
     * Writes one value.
     *
     * @throws IOException if Jackson cannot write it, or the target not take it
     */
    void write(@Nullable Object value, OutputStream to) throws IOException {
        target = to;
        JsonGenerator out = generator;
        generator = null; // left in the midst of a value it is of no more use
        try {
            if (out == null) {
                out = mapper.getFactory().createGenerator(sink);
                out.setRootValueSeparator(null);
            }
            writer.writeValue(out, value);
            generator = out;
        } finally {
            target = null;
        }
    }

    /** Where the generator writes: on to what is the target now. */
    private final class Sink extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            Objects.requireNonNull(target).write(value);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            Objects.requireNonNull(target).write(source, offset, count);
        }
    }
}
