package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the body of a frame has to be. */
sealed interface BodyPattern {
    /** What is different, for people; null if nothing is. */
    @Nullable
    String mismatch(String body);

    /** Text, byte for byte. */
    record Exact(String text) implements BodyPattern {
        @Override
        public @Nullable String mismatch(String body) {
            return body.equals(text) ? null : "the body is " + body + ", not " + text;
        }
    }

    /** JSON that is no response. */
    record Json(JsonPattern pattern) implements BodyPattern {
        @Override
        public @Nullable String mismatch(String body) {
            return pattern.mismatch(JsonPattern.read(body));
        }
    }

    /** One response. */
    record Single(ResponsePattern pattern) implements BodyPattern {
        @Override
        public @Nullable String mismatch(String body) {
            List<String> ids = IdTexts.in(body);
            return ids.size() == 1
                    ? pattern.mismatch(JsonPattern.read(body), ids.get(0))
                    : "the response has " + ids.size() + " ids";
        }
    }

    /** An array of responses in any order. */
    record Batch(List<ResponsePattern> patterns) implements BodyPattern {
        @Override
        public @Nullable String mismatch(String body) {
            JsonNode batch = JsonPattern.read(body);
            List<String> ids = IdTexts.in(body);
            if (!batch.isArray() || batch.size() != patterns.size() || ids.size() != patterns.size()) {
                return "the body is no array of " + patterns.size() + " responses";
            }
            List<ResponsePattern> open = new ArrayList<>(patterns);
            for (int i = 0; i < batch.size(); i++) {
                JsonNode response = batch.path(i);
                String id = ids.get(i);
                ResponsePattern found = open.stream()
                        .filter(pattern -> pattern.mismatch(response, id) == null)
                        .findFirst()
                        .orElse(null);
                if (found == null) {
                    return "no entry of the batch wants " + response;
                }
                open.remove(found);
            }
            return null;
        }
    }

    /** Reads the keys of an expected frame but its id. */
    static BodyPattern of(Fields fields) {
        if (fields.has("body")) {
            return new Exact(Octets.text(fields.value("body"), fields.where()));
        }
        if (fields.has("json")) {
            return new Json(JsonPattern.of(fields.text("json")));
        }
        if (fields.has("batch")) {
            List<ResponsePattern> patterns = new ArrayList<>();
            for (JsonNode entry : fields.list("batch")) {
                Fields ofEntry = new Fields(entry, fields.where() + ", an entry of batch");
                int times = ofEntry.times();
                ResponsePattern pattern = ResponsePattern.of(ofEntry);
                ofEntry.end();
                for (int i = 0; i < times; i++) {
                    patterns.add(pattern);
                }
            }
            return new Batch(patterns);
        }
        return new Single(ResponsePattern.of(fields));
    }
}
