package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a file of cases, read strictly: a key that nobody asked for is refused by {@link #end}, and so is a
 * value of another type than the one asked for. Used once, by one thread.
 */
final class Fields {
    private final JsonNode node;
    private final String where;
    private final Set<String> unread = new TreeSet<>();

    /**
     * @param where names the mapping in errors
     */
    Fields(JsonNode node, String where) {
        this.node = node;
        this.where = where;
        if (!node.isObject()) {
            throw refused("is no mapping: " + node);
        }
        node.fieldNames().forEachRemaining(unread::add);
    }

    String where() {
        return where;
    }

    boolean has(String key) {
        return node.has(key);
    }

    /** Any value; the caller sees to its type. */
    JsonNode value(String key) {
        unread.remove(key);
        JsonNode value = node.get(key);
        if (value == null) {
            throw refused("has no " + key);
        }
        return value;
    }

    String text(String key) {
        JsonNode value = value(key);
        if (!value.isTextual()) {
            throw refused("wants text for " + key + ", in quotes if it looks like a number: " + value);
        }
        return value.textValue();
    }

    @Nullable
    String textOrNull(String key) {
        return has(key) ? text(key) : null;
    }

    /** One of a few words. */
    <E extends Enum<E>> E word(String key, Class<E> words) {
        String text = text(key);
        for (E word : words.getEnumConstants()) {
            if (word.name().toLowerCase(java.util.Locale.ROOT).equals(text)) {
                return word;
            }
        }
        throw refused("does not know " + key + " " + text);
    }

    /** An integer from {@code min} to {@code max}. */
    long number(String key, long min, long max) {
        JsonNode value = value(key);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw refused("wants an integer from " + min + " to " + max + " for " + key + ": " + value);
        }
        return value.longValue();
    }

    /** How often: 1 if nothing is said. */
    int times() {
        return has("times") ? (int) number("times", 1, 10_000_000) : 1;
    }

    /** The elements of a list, none if it is absent. */
    List<JsonNode> list(String key) {
        List<JsonNode> elements = new ArrayList<>();
        if (has(key)) {
            JsonNode list = value(key);
            if (!list.isArray()) {
                throw refused("wants a list for " + key + ": " + list);
            }
            list.forEach(elements::add);
        }
        return elements;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list(key)) {
            if (!element.isTextual()) {
                throw refused("wants a list of texts for " + key + ": " + element);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** Everything was asked for; what is left is no key of this format. */
    void end() {
        if (!unread.isEmpty()) {
            throw refused("has unknown keys " + unread);
        }
    }

    IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(where + " " + why);
    }
}
