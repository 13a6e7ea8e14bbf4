package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigLoader;
import dev.sluice.config.Logging;
import dev.sluice.config.SluiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ServeCommandTest {
    private final CommandTester sluice = new CommandTester();

    @TempDir
    Path dir;

    @AfterEach
    void restoreTheLogLevel() {
        LogLevel.apply(Logging.Level.INFO);
        System.clearProperty(LogLevel.PROPERTY);
    }

    @Test
    void servesWithTheDefaultsAndEndsWithTheServersExitCode() throws Exception {
        sluice.serverExitCode = 3;

        CommandTester.Result result = sluice.run("serve");

        assertThat(result).isEqualTo(new CommandTester.Result(3, "", ""));
        assertThat(sluice.served)
                .containsExactly(ConfigLoader.load(null, Map.of(), Map.of()).config());
    }

    @Test
    void turnsOptionsIntoConfiguration() {
        sluice.run(
                "serve",
                "--host",
                "0.0.0.0",
                "--port",
                "0",
                "--admin-port=1",
                "--instances",
                "2",
                "--workers",
                "3",
                "--services",
                dir.toString(),
                "--set",
                "limits.maxBatch=7",
                "--set=services.config.a.b=x=y");

        SluiceConfig config = sluice.served.get(0);
        assertThat(config.listen().host()).isEqualTo("0.0.0.0");
        assertThat(config.listen().port()).isZero();
        assertThat(config.listen().instances()).isEqualTo(2);
        assertThat(config.admin().port()).isEqualTo(1);
        assertThat(config.workers().instances()).isEqualTo(3);
        assertThat(config.services().dir()).isEqualTo(dir);
        assertThat(config.services().configOf("a").get("b").asText()).isEqualTo("x=y");
        assertThat(config.limits().frames().maxBatch()).isEqualTo(7);
    }

    @Test
    void readsTheFileBelowTheEnvironmentBelowTheOptions() throws Exception {
        Path file = Files.writeString(dir.resolve("sluice.yaml"), "listen: {host: a, port: 1, instances: 1}\n");
        sluice.environment.put("SLUICE_LISTEN_PORT", "2");
        sluice.environment.put("SLUICE_LISTEN_INSTANCES", "2");

        sluice.run("serve", "--config", file.toString(), "--instances", "3");

        assertThat(sluice.served.get(0).listen().host()).isEqualTo("a");
        assertThat(sluice.served.get(0).listen().port()).isEqualTo(2);
        assertThat(sluice.served.get(0).listen().instances()).isEqualTo(3);
    }

    @Test
    void checksWithoutServing() {
        CommandTester.Result result = sluice.run("serve", "--config", "conf/sluice.yaml", "--check");

        assertThat(result).isEqualTo(new CommandTester.Result(0, "configuration ok%n".formatted(), ""));
        assertThat(sluice.served).isEmpty();
    }

    @Test
    void saysInOneLineWhyItCannotStart() {
        assertCannotStart(
                "listen.port is \"70000\" (command line), allowed: integer 0..65535", "serve", "--port", "70000");
        assertCannotStart(
                "cannot read the configuration file no/such.yaml: no such file", "serve", "--config", "no/such.yaml");
        assertCannotStart("--set is \"nonsense\" (command line), allowed: key=value", "serve", "--set", "nonsense");
        assertCannotStart("--set is \"=5\" (command line), allowed: key=value", "serve", "--set", "=5");
        assertCannotStart(
                "unknown key limits.maxBatsch (command line), nearest: limits.maxBatch",
                "serve",
                "--check",
                "--set",
                "limits.maxBatsch=5");
    }

    @Test
    void refusesAKeyThatIsGivenTwice() {
        assertCannotStart(
                "listen.port is \"1\" and \"2\" (command line), allowed: one value",
                "serve",
                "--port",
                "1",
                "--set",
                "listen.port=2");
        assertCannotStart(
                "limits.maxBatch is \"1\" and \"1\" (command line), allowed: one value",
                "serve",
                "--set",
                "limits.maxBatch=1",
                "--set",
                "limits.maxBatch=1");
    }

    @Test
    void warnsOfUnknownVariablesAndServes() {
        sluice.environment.put("SLUICE_PORT", "tcp://10.0.0.1:7411");

        CommandTester.Result result = sluice.run("serve");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEqualTo("sluice: warning: ignored unknown environment: SLUICE_PORT%n".formatted());
        assertThat(sluice.served).hasSize(1);
    }

    @Test
    void setsTheLogLevelBeforeItServes() {
        sluice.run("serve", "--set", "logging.level=error");

        assertThat(LoggerFactory.getLogger("dev.sluice").isWarnEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("dev.sluice").isErrorEnabled()).isTrue();
    }

    private void assertCannotStart(String line, String... args) {
        CommandTester.Result result = sluice.run(args);

        assertThat(result).isEqualTo(new CommandTester.Result(1, "", "sluice: %s%n".formatted(line)));
        assertThat(sluice.served).isEmpty();
    }
}
