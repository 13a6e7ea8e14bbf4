package dev.sluice.config;

import java.util.List;

/**
 * A configuration that holds, and what the operator should know about where it came from.
 *
 * @param warnings one line each
 */
public record LoadedConfig(SluiceConfig config, List<String> warnings) {

    public LoadedConfig {
        warnings = List.copyOf(warnings);
    }
}
