package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigLoader;
import dev.sluice.config.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceTest {
    private final CommandTester sluice = new CommandTester();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void explainsItself(String option) {
        CommandTester.Result result = sluice.run(option);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Usage: sluice", "serve", "--version");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void explainsServeWithEveryKey(String option) {
        CommandTester.Result result = sluice.run("serve", option);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("Usage: sluice serve")
                .contains("--config", "--host", "--port", "--admin-port", "--instances", "--workers", "--services")
                .contains("--set", "--check", "--version", "130", "143")
                .contains("services.dir = \"\"  (")
                .doesNotContain("%n");
        for (Option key : ConfigLoader.options()) {
            assertThat(result.out()).contains(key.key() + " = ", key.allowed(), key.what());
        }
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(sluice.served).isEmpty();
    }

    @Test
    void namesItsVersionEverywhere() {
        assertThat(sluice.run("--version").out()).isEqualTo("sluice development%n".formatted());
        assertThat(sluice.run("-V").out()).isEqualTo("sluice development%n".formatted());
        assertThat(sluice.run("serve", "--version").out()).isEqualTo("sluice development%n".formatted());
        assertThat(Version.of("0.1.0")).isEqualTo("sluice 0.1.0");
    }

    @Test
    void answersWrongUsageWithOneLineAndAHint() {
        assertWrong("sluice: Missing required subcommand", "sluice");
        assertWrong(
                "sluice serve: Unknown option: '--instance', nearest: --instances",
                "sluice serve",
                "serve",
                "--instance");
        assertWrong(
                "sluice serve: Missing required parameter for option '--set' (key=value)",
                "sluice serve",
                "serve",
                "--set");
        assertWrong("sluice serve: Unmatched argument at index 1: 'now'", "sluice serve", "serve", "now");
        assertWrong("sluice serve: Unmatched argument at index 1: 'a??b'", "sluice serve", "serve", "a\r\nb");
    }

    @Test
    void refusesAnOptionThatIsGivenTwice() {
        assertWrong(
                "sluice serve: option '--port' (P) should be specified only once",
                "sluice serve",
                "serve",
                "--port",
                "1",
                "--port",
                "2");
    }

    @Test
    void doesNotTakeArgumentsFromFiles() {
        assertWrong("sluice serve: Unmatched argument at index 1: '@pom.xml'", "sluice serve", "serve", "@pom.xml");
    }

    @Test
    void endsWithTheExitCodeOfTheCommand() {
        assertThat(Sluice.run(new String[] {"serve", "--nonsense"}, config -> 0))
                .isEqualTo(2);
        assertThat(Sluice.run(new String[] {"serve", "--check", "--set", "limits.maxBatch=0"}, config -> 0))
                .isEqualTo(1);
    }

    private void assertWrong(String line, String command, String... args) {
        CommandTester.Result result = sluice.run(args);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("%s%nTry '%s --help'.%n".formatted(line, command));
        assertThat(result.out()).isEmpty();
        assertThat(sluice.served).isEmpty();
    }
}
