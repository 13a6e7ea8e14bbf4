package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import dev.sluice.config.Logging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** conf/logback.xml, read into a Logback of its own, and the level that the configuration gives it. */
class LoggingTest {
    private static final Path FILE = Path.of("conf/logback.xml");

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void clear() {
        context.stop();
        System.clearProperty(LogLevel.PROPERTY);
    }

    @Test
    void packagesTheFileThatIsShown() throws IOException {
        assertThat(Files.readAllBytes(FILE)).isEqualTo(Files.readAllBytes(Path.of("src/main/resources/logback.xml")));
    }

    @Test
    void logsInfoToStandardErrorWithIsoTime() throws Exception {
        configure();

        assertThat(console().getTarget()).isEqualTo("System.err");
        assertThat(line("hello", null))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)"
                        + " INFO  \\[main] Server - hello\\R");
        assertThat(context.getLogger("dev.sluice").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("io.netty.x").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("io.vertx.x").getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void keepsARecordOnItsLineWhateverItHolds() throws Exception {
        configure();

        assertThat(line("a\r\nb\u001b[31m\u0085\u009b\u2028\u2029\tc é", null)).endsWith(" - a??b?[31m?????c é\n");
    }

    @Test
    void indentsStackTracesSoThatTheyCannotForgeARecord() throws Exception {
        configure();
        Exception failure = new IllegalStateException("first\n2026-01-01 forged\u001b[0m", new IOException("x\ry"));

        List<String> lines = line("failed", failure).lines().toList();

        assertThat(lines.get(0)).endsWith(" - failed");
        assertThat(lines.subList(1, lines.size()))
                .allSatisfy(line -> assertThat(line).startsWith("    "))
                .contains("    2026-01-01 forged?[0m", "    Caused by: java.io.IOException: x?y");
    }

    @Test
    void takesTheLevelFromTheProperty() throws Exception {
        System.setProperty(LogLevel.PROPERTY, "DEBUG");
        configure();

        assertThat(context.getLogger("dev.sluice").getEffectiveLevel()).isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("io.netty").getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void appliesTheLevelOfTheConfiguration() throws Exception {
        configure();

        LogLevel.apply(context, Level.TRACE);
        assertThat(context.getLogger("dev.sluice").isTraceEnabled()).isTrue();
        assertThat(context.getLogger("io.netty.x").isInfoEnabled()).isFalse();

        LogLevel.apply(context, Level.ERROR);
        assertThat(context.getLogger("dev.sluice").isWarnEnabled()).isFalse();
        assertThat(context.getLogger("io.netty.x").isWarnEnabled()).isFalse();
        assertThat(context.getLogger("io.netty.x").isErrorEnabled()).isTrue();

        LogLevel.apply(context, Level.OFF);
        assertThat(context.getLogger("io.vertx.x").isErrorEnabled()).isFalse();
    }

    @Test
    void knowsEveryLevelOfTheConfiguration() {
        for (Logging.Level level : Logging.Level.values()) {
            assertThat(Level.toLevel(level.name(), null)).as(level.name()).isNotNull();
        }
    }

    private void configure() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(FILE.toFile());
    }

    private String line(String message, @Nullable Throwable failure) {
        Logger logger = context.getLogger("dev.sluice.server.Server");
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, failure, null);
        event.setThreadName("main");
        return new String(console().getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    private ConsoleAppender<ILoggingEvent> console() {
        Appender<ILoggingEvent> console =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
        return (ConsoleAppender<ILoggingEvent>) Objects.requireNonNull(console);
    }
}
