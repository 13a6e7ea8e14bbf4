package dev.sluice.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration once, at start. Precedence: command line, environment, file, default.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Reads and checks everything.
     *
     * @param file nested YAML of at most 1 MiB, or null for none
     * @param environment every variable of the process; those named {@code SLUICE_LIMITS_MAX_FRAME_BYTES} and alike count
     * @param overrides the command line's values by dotted key
     * @throws ConfigException if anything is unknown, wrong or out of range; the message is one line
     */
    public static LoadedConfig load(@Nullable Path file, Map<String, String> environment, Map<String, String> overrides)
            throws ConfigException {
        Sources sources = new Sources(file == null ? ConfigFile.NONE : ConfigFile.read(file), environment, overrides);
        Settings settings = new Settings(sources);
        SluiceConfig config = SluiceConfig.from(settings);
        KnownKeys known = settings.known();
        sources.refuseUnknown(known);
        return new LoadedConfig(config, sources.warnings(known));
    }

    /** Every key that can be configured, in the order of {@code conf/sluice.yaml}. */
    public static List<Option> options() {
        Settings settings = new Settings(new Sources(ConfigFile.NONE, Map.of(), Map.of()));
        try {
            SluiceConfig.from(settings);
        } catch (ConfigException e) {
            throw new AssertionError("a default is out of its own range", e);
        }
        return settings.asked();
    }
}
