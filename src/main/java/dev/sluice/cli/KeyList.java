package dev.sluice.cli;

import dev.sluice.config.ConfigLoader;
import dev.sluice.config.Option;

/** The part of {@code serve --help} that lists every key of the configuration. Stateless. */
final class KeyList {
    private static final String HEAD =
            "%nKeys, with their defaults; in the environment limits.maxBatch is SLUICE_LIMITS_MAX_BATCH:%n";

    private KeyList() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD.formatted());
        for (Option option : ConfigLoader.options()) {
            String byDefault = option.byDefault().isEmpty() ? "\"\"" : option.byDefault();
            text.append(
                    "  %s = %s  (%s)%n      %s%n".formatted(option.key(), byDefault, option.allowed(), option.what()));
        }
        return text.toString();
    }
}
