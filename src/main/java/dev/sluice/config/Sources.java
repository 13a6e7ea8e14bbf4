package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where values come from, the strongest first: command line, environment, file, default. Immutable; used at start by one
 * thread.
 */
final class Sources {
    private static final String ENVIRONMENT_PREFIX = "SLUICE_";
    private static final String COMMAND_LINE = "command line";
    private static final Pattern WORD_START = Pattern.compile("(?=[A-Z])");

    private final ConfigFile file;
    private final Map<String, String> environment;
    private final Map<String, String> overrides;

    Sources(ConfigFile file, Map<String, String> environment, Map<String, String> overrides) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.overrides = new TreeMap<>(overrides); // in order, so that of two errors it is always the same one
    }

    /** {@code SLUICE_LIMITS_MAX_FRAME_BYTES} for {@code limits.maxFrameBytes}. */
    static String environmentName(String key) {
        String words = WORD_START.matcher(key).replaceAll("_").replace('.', '_');
        return ENVIRONMENT_PREFIX + words.toUpperCase(Locale.ROOT);
    }

    /** The value of the strongest source that has one. */
    Setting find(Option option) throws ConfigException {
        String key = option.key();
        String given = overrides.get(key);
        if (given != null) {
            return new Setting(key, given, COMMAND_LINE);
        }
        String name = environmentName(key);
        String exported = environment.get(name);
        if (exported != null) {
            return new Setting(key, exported, "environment variable " + name);
        }
        ConfigFile.Entry entry = file.entry(key);
        if (entry == null) {
            return new Setting(key, option.byDefault(), "default");
        }
        if (entry.text() == null) {
            throw ConfigException.refused(key, entry.shown(), file.at(entry), option.allowed());
        }
        return new Setting(key, entry.text(), file.at(entry));
    }

    /** The same for a list: of the file its items, of all others their text with commas. */
    Setting findList(Option option) throws ConfigException {
        ConfigFile.Entry entry = file.entry(option.key());
        boolean isList = entry != null && entry.node().isArray();
        boolean isOverridden =
                overrides.containsKey(option.key()) || environment.containsKey(environmentName(option.key()));
        if (entry == null || !isList || isOverridden) {
            return find(option);
        }
        List<String> items = new ArrayList<>();
        for (JsonNode item : entry.node()) {
            if (!item.isValueNode()) {
                throw ConfigException.refused(option.key(), entry.shown(), file.at(entry), option.allowed());
            }
            items.add(item.asText());
        }
        return new Setting(option.key(), String.join(", ", items), file.at(entry));
    }

    /** The file's subtree with the command line's values put into it. */
    ObjectNode tree(Option option) throws ConfigException {
        String key = option.key();
        ObjectNode tree = file.section(key);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            if (override.getKey().startsWith(key + ".")) {
                put(tree, override.getKey(), key.length() + 1, override.getValue());
            }
        }
        return tree;
    }

    /** The file's section and the command line's values, by what stands behind the key and its dot. */
    Map<String, Setting> named(Option option) throws ConfigException {
        String prefix = option.key() + ".";
        Map<String, Setting> settings = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : file.section(option.key()).properties()) {
            String name = member.getKey();
            ConfigFile.Entry entry =
                    Objects.requireNonNull(file.entry(YamlWalk.below(option.key(), name)), "every path has an entry");
            if (entry.text() == null) {
                throw ConfigException.refused(prefix + name, entry.shown(), file.at(entry), option.allowed());
            }
            settings.put(name, new Setting(prefix + name, entry.text(), file.at(entry)));
        }
        overrides.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), new Setting(key, value, COMMAND_LINE));
            }
        });
        return settings;
    }

    /** Keys of the file and the command line that nobody asked for are refused, and values where a section belongs. */
    void refuseUnknown(KnownKeys known) throws ConfigException {
        for (String key : overrides.keySet()) {
            refuseUnknown(known, key, COMMAND_LINE);
            if (known.isSection(key)) {
                throw refused(key, ConfigFile.A_SECTION);
            }
        }
        for (Map.Entry<String, ConfigFile.Entry> path : file.entries().entrySet()) {
            refuseUnknown(known, path.getKey(), file.at(path.getValue()));
            if (known.isSection(path.getKey())) {
                file.requireSection(path.getKey());
            }
        }
    }

    /** Variables that look like ours but are nobody's: one warning, since platforms add such variables by themselves. */
    List<String> warnings(KnownKeys known) {
        List<String> unknown = new ArrayList<>();
        for (String name : new TreeMap<>(environment).keySet()) {
            if (name.startsWith(ENVIRONMENT_PREFIX) && !known.isEnvironmentName(name)) {
                String nearest = known.nearestEnvironmentName(name);
                unknown.add(nearest == null ? name : name + " (nearest: " + nearest + ")");
            }
        }
        return unknown.isEmpty()
                ? List.of()
                : List.of(ConfigException.oneLine("ignored unknown environment: " + String.join(", ", unknown)));
    }

    private static void refuseUnknown(KnownKeys known, String key, String source) throws ConfigException {
        if (!known.contains(key)) {
            throw new ConfigException("unknown key " + key + " (" + source + "), " + known.hint(key));
        }
    }

    private void put(ObjectNode tree, String key, int from, String value) throws ConfigException {
        String[] names = key.substring(from).split("\\.", -1);
        if (Arrays.asList(names).contains("")) {
            throw refused(key, "a name between dots");
        }
        ObjectNode parent = tree;
        for (int i = 0; i < names.length - 1; i++) {
            parent = below(parent, names[i], key);
        }
        parent.set(names[names.length - 1], JsonScalars.of(value));
    }

    private ObjectNode below(ObjectNode parent, String name, String key) throws ConfigException {
        JsonNode child = parent.get(name);
        if (child == null || child.isNull()) {
            return parent.putObject(name);
        }
        if (child instanceof ObjectNode object) {
            return object;
        }
        throw refused(key, "keys below a section, but " + name + " is " + child);
    }

    private ConfigException refused(String key, String allowed) {
        String value = Objects.requireNonNull(overrides.get(key), key);
        return ConfigException.refused(key, ConfigException.quoted(value), COMMAND_LINE, allowed);
    }
}
