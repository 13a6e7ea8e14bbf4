package dev.sluice.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * A JSON string of a given number of letters that is never in memory as a whole: it is written as long as it is taken. For one
 * thread.
 */
final class Filler extends JsonSerializable.Base {
    private static final char LETTER = 'x';

    private final int letters;

    /**
     * @param letters 0 or more
     */
    Filler(int letters) {
        this.letters = letters;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeString(new Letters(), letters);
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(generator, provider);
    }

    /** Has as many as are asked for. */
    private static final class Letters extends Reader {
        @Override
        public int read(char[] into, int offset, int count) {
            Arrays.fill(into, offset, offset + count, LETTER);
            return count;
        }

        @Override
        public void close() {}
    }
}
