package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read, and which source wins. */
class ConfigLoaderTest {
    @TempDir
    Path dir;

    @Test
    void holdsTheDefaultsWithoutAnySource() throws Exception {
        SluiceConfig config = ConfigLoader.load(null, Map.of(), Map.of()).config();
        int processors = Runtime.getRuntime().availableProcessors();

        assertThat(config.listen()).isEqualTo(new Listen("127.0.0.1", 7411, Math.min(256, processors)));
        assertThat(config.admin()).isEqualTo(new Admin("127.0.0.1", 7412, 0));
        assertThat(config.workers()).isEqualTo(new Workers(Math.min(1024, Math.max(2, processors))));
        assertThat(config.blocking()).isEqualTo(new Blocking(64, 4096));
        assertThat(config.services()).isEqualTo(new Services(true, null, Map.of()));
        assertThat(config.drain())
                .isEqualTo(new Drain(
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(28)));
        assertThat(config.logging()).isEqualTo(new Logging(Logging.Level.INFO));
        assertThat(config.limits())
                .isEqualTo(new Limits(
                        new Limits.Connections(config.limits().connections().max(), 0),
                        new Limits.Frames(1 << 20, 4 << 20, 100, 100),
                        new Limits.Calls(
                                1024, 65_536, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(60)),
                        new Limits.Memory(eighthOfHeapOr(1 << 20), eighthOfHeapOr(4 << 20), 256 << 10),
                        new Limits.Times(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                Duration.ZERO)));
        assertThat(config.limits().connections().max()).isBetween(64, 10_000);
    }

    private static long eighthOfHeapOr(long largestFrame) {
        return Math.max(Runtime.getRuntime().maxMemory() / 8, largestFrame + 64 * 1024);
    }

    @Test
    void readsEverySectionOfAFile() throws Exception {
        Path jars = Files.createDirectory(dir.resolve("jars"));
        SluiceConfig config = load("""
                listen: {host: "::1", port: 0, instances: 3}
                admin:
                  host: 0.0.0.0
                  port: 65535
                workers:
                  instances: 1024
                blocking:
                  threads: 10000
                  queue: 1
                services:
                  demo: false
                  dir: %s
                limits:
                  maxConnections: 1000000
                  maxFrameBytes: 65536
                  writeStall: 100ms
                  abandonAfter: 24h
                drain:
                  timeout: 1m
                  hardLimit: 2m
                logging:
                  level: off
                """.formatted(jars));

        assertThat(config.listen()).isEqualTo(new Listen("::1", 0, 3));
        assertThat(config.admin()).isEqualTo(new Admin("0.0.0.0", 65_535, 0));
        assertThat(config.workers()).isEqualTo(new Workers(1024));
        assertThat(config.blocking()).isEqualTo(new Blocking(10_000, 1));
        assertThat(config.services()).isEqualTo(new Services(false, jars, Map.of()));
        assertThat(config.limits().connections().max()).isEqualTo(1_000_000);
        assertThat(config.limits().frames().maxBytes()).isEqualTo(65_536);
        assertThat(config.limits().times().writeStall()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.limits().calls().abandonAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(config.drain().timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.drain().linger()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.logging().level()).isEqualTo(Logging.Level.OFF);
    }

    @Test
    void takesAnEmptyFileOrSectionForDefaults() throws Exception {
        SluiceConfig defaults = ConfigLoader.load(null, Map.of(), Map.of()).config();

        assertThat(load("")).isEqualTo(defaults);
        assertThat(load("# nothing\n")).isEqualTo(defaults);
        assertThat(load("---\n")).isEqualTo(defaults);
        assertThat(load("drain:\nlimits: {}\nservices:\n  config:\n")).isEqualTo(defaults);
    }

    @Test
    void prefersCommandLineToEnvironmentToFileToDefault() throws Exception {
        Path file = file("limits: {maxBatch: 1, maxInFlight: 1, maxFrameBytes: 2KiB}\n");
        Map<String, String> environment = Map.of("SLUICE_LIMITS_MAX_BATCH", "2", "SLUICE_LIMITS_MAX_IN_FLIGHT", "2");
        Map<String, String> overrides = Map.of("limits.maxBatch", "3");

        Limits limits = ConfigLoader.load(file, environment, overrides).config().limits();

        assertThat(limits.frames().maxBatch()).isEqualTo(3);
        assertThat(limits.calls().maxInFlight()).isEqualTo(2);
        assertThat(limits.frames().maxBytes()).isEqualTo(2048);
        assertThat(limits.frames().maxResponseBytes()).isEqualTo(4 << 20);
    }

    @Test
    void namesEnvironmentVariablesAfterKeys() {
        assertThat(Sources.environmentName("limits.maxFrameBytes")).isEqualTo("SLUICE_LIMITS_MAX_FRAME_BYTES");
        assertThat(Sources.environmentName("limits.maxInFlightPerConnection"))
                .isEqualTo("SLUICE_LIMITS_MAX_IN_FLIGHT_PER_CONNECTION");
        assertThat(Sources.environmentName("listen.port")).isEqualTo("SLUICE_LISTEN_PORT");
    }

    @Test
    void warnsOnceOfUnknownVariables() throws Exception {
        Map<String, String> environment = Map.of(
                "SLUICE_PORT", "tcp://10.0.0.1:7411",
                "SLUICE_LIMITS_MAXBATCH", "1",
                "SLUICE_LISTEN_PORT", "0",
                "sluice_listen_port", "ignored",
                "PATH", "/bin");

        LoadedConfig loaded = ConfigLoader.load(null, environment, Map.of());

        assertThat(loaded.config().listen().port()).isZero();
        assertThat(loaded.warnings())
                .containsExactly(
                        "ignored unknown environment: SLUICE_LIMITS_MAXBATCH (nearest: SLUICE_LIMITS_MAX_BATCH),"
                                + " SLUICE_PORT");
    }

    @Test
    void warnsOfNothingOtherwise() throws Exception {
        assertThat(ConfigLoader.load(null, Map.of("SLUICE_ADMIN_PORT", "1"), Map.of())
                        .warnings())
                .isEmpty();
    }

    @Test
    void sizesConnectionsByTheOpenFiles() {
        assertThat(Limits.Connections.connectionsFor(1024)).isEqualTo(409);
        assertThat(Limits.Connections.connectionsFor(256)).isEqualTo(64);
        assertThat(Limits.Connections.connectionsFor(1_048_576)).isEqualTo(10_000);
        assertThat(Limits.Connections.connectionsFor(Long.MAX_VALUE)).isEqualTo(10_000);
        assertThat(Limits.Connections.connectionsFor(-1)).isEqualTo(10_000);
    }

    @Test
    void listsEveryKeyWithWords() {
        assertThat(ConfigLoader.options())
                .contains(new Option(
                        "limits.maxBatch",
                        "100",
                        "integer 1..10000",
                        "Entries of one batch; a larger batch is answered -32600 as a whole"))
                .allSatisfy(option -> assertThat(option.what()).isNotBlank());
    }

    private SluiceConfig load(String yaml) throws ConfigException, IOException {
        return ConfigLoader.load(file(yaml), Map.of(), Map.of()).config();
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(dir.resolve("sluice.yaml"), yaml);
    }
}
