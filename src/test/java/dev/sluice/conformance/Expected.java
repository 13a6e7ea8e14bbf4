package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One thing a client sees. */
sealed interface Expected {
    /**
     * Frames that are alike.
     *
     * @param times how many
     */
    record Frames(long id, BodyPattern body, int times) implements Expected {
        /** What is different about a frame; null if nothing is. */
        @Nullable
        String mismatch(long actualId, String actualBody) {
            return actualId == id ? body.mismatch(actualBody) : "the request id is " + actualId + ", not " + id;
        }
    }

    /** Everything up to the end of the stream, which is no frame. */
    record Rest(Pattern text) implements Expected {}

    /** Nothing for a while, although the connection is open. */
    record Silence(int ms) implements Expected {}

    /** Reads one element of {@code expect}. */
    static Expected of(JsonNode element, String where) {
        Fields fields = new Fields(element, where);
        Expected expected;
        if (fields.has("rest")) {
            expected = new Rest(Pattern.compile(fields.text("rest"), Pattern.DOTALL));
        } else if (fields.has("silenceMs")) {
            expected = new Silence((int) fields.number("silenceMs", 1, 5_000));
        } else {
            long id = fields.number("id", 0, 0xFFFF_FFFFL);
            int times = fields.times();
            expected = new Frames(id, BodyPattern.of(fields), times);
        }
        fields.end();
        return expected;
    }
}
