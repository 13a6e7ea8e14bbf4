package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of nested YAML, taken apart but not understood: every path with its text and line. Immutable. */
final class ConfigFile {
    static final int MAX_BYTES = 1 << 20;

    /** What is allowed where keys are expected below. */
    static final String A_SECTION = "a section of keys";

    /** For a server without a file. */
    static final ConfigFile NONE = new ConfigFile("no file", Map.of());

    private final String name;
    private final Map<String, Entry> entries;

    /**
     * What stands at a path.
     *
     * @param text the scalar as it is written, null for anything that is not a scalar
     */
    record Entry(JsonNode node, @Nullable String text, int line) {

        String shown() {
            if (text != null) {
                return ConfigException.quoted(text);
            }
            return node.isObject() ? "a section" : node.isArray() ? "a list" : "empty";
        }
    }

    private ConfigFile(String name, Map<String, Entry> entries) {
        this.name = name;
        this.entries = entries;
    }

    static ConfigFile read(Path path) throws ConfigException {
        String name = path.toString();
        return new ConfigFile(name, YamlWalk.entries(name, text(path)));
    }

    /** Every path that is not inside a list, in the order of the file. */
    Map<String, Entry> entries() {
        return entries;
    }

    @Nullable
    Entry entry(String path) {
        return entries.get(path);
    }

    /** A copy of a section; a missing or empty one has no members. */
    ObjectNode section(String path) throws ConfigException {
        requireSection(path);
        Entry entry = entries.get(path);
        return entry != null && entry.node instanceof ObjectNode object
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode();
    }

    /** Refuses a value or a list; a missing or empty section is one. */
    void requireSection(String path) throws ConfigException {
        Entry entry = entries.get(path);
        if (entry != null && !entry.node.isObject() && !entry.node.isNull()) {
            throw ConfigException.refused(path, entry.shown(), at(entry), A_SECTION);
        }
    }

    String at(Entry entry) {
        return at(name, entry.line);
    }

    static String at(String name, int line) {
        return name + " line " + line;
    }

    private static String text(Path path) throws ConfigException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw unreadable(path, "it has more than " + MAX_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw unreadable(path, "no such file");
        } catch (AccessDeniedException e) {
            throw unreadable(path, "permission denied");
        } catch (CharacterCodingException e) {
            throw unreadable(path, "it is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(path, String.valueOf(e.getMessage()));
        }
    }

    private static ConfigException unreadable(Path path, String why) {
        return new ConfigException("cannot read the configuration file " + path + ": " + why);
    }
}
