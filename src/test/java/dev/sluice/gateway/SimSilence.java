package dev.sluice.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the server's log off until it ends: in schedules peers and handlers misbehave all the time. */
final class SimSilence {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.sluice");

    private final Level before = LOG.getLevel();

    SimSilence() {
        LOG.setLevel(Level.OFF);
    }

    void end() {
        LOG.setLevel(before);
    }
}
