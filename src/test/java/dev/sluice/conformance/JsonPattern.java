package dev.sluice.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON that other JSON is compared with: members in any order, numbers by their exact value. The text {@code "*"} stands
 * for any value, and a member of that name for any further members.
 *
 * @param json what is wanted
 */
record JsonPattern(JsonNode json) {
    private static final String ANY = "*";
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static JsonPattern of(String json) {
        return new JsonPattern(read(json));
    }

    /** Reads JSON that has to be right. */
    static JsonNode read(String json) {
        try {
            return STRICT.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage() + ": " + json, e);
        }
    }

    /** What is different, for people; null if nothing is. */
    @Nullable
    String mismatch(JsonNode actual) {
        return mismatch(json, actual, "");
    }

    private static @Nullable String mismatch(JsonNode wanted, JsonNode actual, String path) {
        boolean same =
                switch (wanted.getNodeType()) {
                    case STRING -> wanted.textValue().equals(ANY) || wanted.equals(actual);
                    case NUMBER -> actual.isNumber() && wanted.decimalValue().compareTo(actual.decimalValue()) == 0;
                    case OBJECT, ARRAY -> wanted.getNodeType() == actual.getNodeType();
                    default -> wanted.equals(actual);
                };
        if (!same) {
            return (path.isEmpty() ? "the whole" : path) + " is " + actual + ", not " + wanted;
        }
        return switch (wanted.getNodeType()) {
            case OBJECT -> mismatchOfMembers(wanted, actual, path);
            case ARRAY -> mismatchOfElements(wanted, actual, path);
            default -> null;
        };
    }

    private static @Nullable String mismatchOfMembers(JsonNode wanted, JsonNode actual, String path) {
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            String name = member.getKey();
            if (name.equals(ANY)) {
                continue;
            }
            if (!actual.has(name)) {
                return path + "/" + name + " is missing";
            }
            String different = mismatch(member.getValue(), actual.path(name), path + "/" + name);
            if (different != null) {
                return different;
            }
        }
        for (Map.Entry<String, JsonNode> member : actual.properties()) {
            if (!wanted.has(member.getKey()) && !wanted.has(ANY)) {
                return path + "/" + member.getKey() + " is not wanted";
            }
        }
        return null;
    }

    private static @Nullable String mismatchOfElements(JsonNode wanted, JsonNode actual, String path) {
        if (wanted.size() != actual.size()) {
            return path + " has " + actual.size() + " elements, not " + wanted.size();
        }
        for (int i = 0; i < wanted.size(); i++) {
            String different = mismatch(wanted.path(i), actual.path(i), path + "/" + i);
            if (different != null) {
                return different;
            }
        }
        return null;
    }
}
