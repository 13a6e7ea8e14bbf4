package dev.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.sluice.config.Logging;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Brings {@code logging.level} to Logback. Called once, on the main thread, before the server starts. */
final class LogLevel {
    /** What {@code logback.xml} takes its level from. */
    static final String PROPERTY = "sluice.logging.level";

    private LogLevel() {}

    static void apply(Logging.Level level) {
        System.setProperty(PROPERTY, level.name()); // for a Logback that starts, or reads its file again, from now on
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            apply(context, Level.valueOf(level.name())); // for one that runs already
        }
    }

    /** Loggers with a level of their own, the platform's at warn, keep it unless it would say more than is wanted now. */
    static void apply(LoggerContext context, Level level) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        if (!level.isGreaterOrEqual(Level.ERROR)) {
            return;
        }
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null && level.isGreaterOrEqual(logger.getLevel())) {
                logger.setLevel(level);
            }
        }
    }
}
