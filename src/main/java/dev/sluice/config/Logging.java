package dev.sluice.config;

/**
 * What is logged.
 *
 * @param level the least severe level that is
 */
public record Logging(Level level) {
    /** Levels of severity, the least severe first. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        /** Nothing is logged. */
        OFF
    }

    static Logging from(Settings settings) throws ConfigException {
        return new Logging(
                settings.choice("logging.level", Level.INFO, "What goes to standard error: this level and above"));
    }
}
