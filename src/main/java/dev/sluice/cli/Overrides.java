package dev.sluice.cli;

import dev.sluice.config.ConfigException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line's values by dotted key. Confined to the main thread. A key that is given twice is refused. */
final class Overrides {
    private final Map<String, String> byKey = new LinkedHashMap<>();

    /** Takes an option's value, null for an option that was not given. */
    Overrides option(String key, @Nullable String value) throws ConfigException {
        if (value != null) {
            put(key, value);
        }
        return this;
    }

    /** Takes what was written behind {@code --set}: key, equals sign, value; the value may be empty. */
    Overrides sets(List<String> sets) throws ConfigException {
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 1) {
                throw new ConfigException("--set is \"" + set + "\" (command line), allowed: key=value");
            }
            put(set.substring(0, equals), set.substring(equals + 1));
        }
        return this;
    }

    Map<String, String> byKey() {
        return byKey;
    }

    private void put(String key, String value) throws ConfigException {
        String before = byKey.putIfAbsent(key, value);
        if (before != null) {
            throw new ConfigException(
                    key + " is \"" + before + "\" and \"" + value + "\" (command line), allowed: one value");
        }
    }
}
