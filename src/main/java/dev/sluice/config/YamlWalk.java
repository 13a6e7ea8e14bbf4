package dev.sluice.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * One pass over the tokens of a YAML text. Confined to the thread that reads it.
 *
 * <p>Stricter than YAML: one document, a section at its top, no key twice, no aliases (a few lines of them could expand
 * without bound), no words for booleans but true and false, a limit on the depth.
 */
final class YamlWalk {
    private static final int MAX_DEPTH = 50;
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String name;
    private final YAMLParser parser;
    private final Map<String, ConfigFile.Entry> entries = new LinkedHashMap<>();

    private YamlWalk(String name, YAMLParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /** Every path outside of lists, in the order of the text; {@code name} is the file's, for errors. */
    static Map<String, ConfigFile.Entry> entries(String name, String text) throws ConfigException {
        try (YAMLParser parser = YAML.createParser(text)) {
            YamlWalk walk = new YamlWalk(name, parser);
            walk.document();
            return walk.entries;
        } catch (JsonProcessingException e) {
            throw broken(name, e);
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    private static ConfigException broken(String name, JsonProcessingException e) {
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        String problem = e.getOriginalMessage();
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            line = marked.getProblemMark().getLine() + 1;
            problem = marked.getProblem();
        }
        return new ConfigException(ConfigFile.at(name, line) + " is broken YAML: " + problem);
    }

    private void document() throws IOException, ConfigException {
        JsonToken first = next();
        if (first == JsonToken.START_OBJECT) {
            object("", 1);
        } else if (first != null && first != JsonToken.VALUE_NULL) {
            throw refused("holds a bare value or list", "sections of keys");
        }
        if (next() != null) {
            throw refused("begins a second document", "one document");
        }
    }

    /** The value that the parser stands on; {@code path} is null inside lists. */
    private JsonNode value(@Nullable String path, int depth) throws IOException, ConfigException {
        if (depth > MAX_DEPTH) {
            throw refused("is nested too deep", MAX_DEPTH + " levels");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(path, depth);
            case START_ARRAY -> array(depth);
            default -> JsonScalars.at(parser);
        };
    }

    private ObjectNode object(@Nullable String path, int depth) throws IOException, ConfigException {
        ObjectNode object = NODES.objectNode();
        while (next() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String below = path == null ? null : below(path, key);
            if (object.has(key)) {
                throw refused("has the key " + (below == null ? key : below) + " again", "each key once");
            }
            object.set(key, below == null ? member(depth) : entry(below, depth));
        }
        return object;
    }

    private JsonNode member(int depth) throws IOException, ConfigException {
        next();
        return value(null, depth + 1);
    }

    private JsonNode entry(String path, int depth) throws IOException, ConfigException {
        int line = line();
        JsonToken token = next();
        boolean written = token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL;
        String text = written ? parser.getText() : null;
        entries.put(path, new ConfigFile.Entry(NODES.nullNode(), text, line)); // keeps its place before its children
        JsonNode node = value(path, depth + 1);
        entries.put(path, new ConfigFile.Entry(node, text, line));
        return node;
    }

    private ArrayNode array(int depth) throws IOException, ConfigException {
        ArrayNode array = NODES.arrayNode();
        while (next() != JsonToken.END_ARRAY) {
            array.add(value(null, depth + 1));
        }
        return array;
    }

    private @Nullable JsonToken next() throws IOException, ConfigException {
        JsonToken token = parser.nextToken();
        if (token != null && parser.isCurrentAlias()) {
            throw refused("has an alias", "plain values");
        }
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
            throw refused("has a binary value", "plain values");
        }
        return token;
    }

    private ConfigException refused(String what, String allowed) {
        return new ConfigException(ConfigFile.at(name, line()) + " " + what + ", allowed: " + allowed);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** The path of a key. One with a dot is put in quotes, so that it is never taken for two. */
    static String below(String path, String key) {
        String step = key.indexOf('.') >= 0 || key.indexOf('"') >= 0 ? '"' + key + '"' : key;
        return path.isEmpty() ? step : path + "." + step;
    }
}
