package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallUsageTest extends CallTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "\"text\"", "null", "true", "{", "[1] 2", "{\"a\":1,\"a\":2}", "", "{'a':1}"})
    void paramsThatAreNoObjectOrArrayAreWrongUsage(String params) {
        assertThat(run("localhost:1", "m", params)).isEqualTo(2);
        assertThat(err.toString()).startsWith("PARAMS must be a JSON object or array, or - for standard input; ");
    }

    @Test
    void emptyStandardInputIsWrongUsage() {
        assertThat(run("localhost:1", "m", "-")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("PARAMS must be a JSON object or array")
                .contains("there is nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:",
                ":7411",
                "localhost:0",
                "localhost:65536",
                "localhost:+1",
                "::1:7411",
                "[::1]",
                "[localhost]:7411",
                "[]:7411",
                "localhost:7411x"
            })
    void aTargetThatIsNoHostAndPortIsWrongUsage(String target) {
        assertThat(run(target, "m")).isEqualTo(2);
        assertThat(err.toString()).contains("'" + target + "' is not HOST:PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "2", "s", "-1s", "1h", "1500m", "1.5s"})
    void aTimeoutThatIsNoneIsWrongUsage(String timeout) {
        assertThat(run("localhost:1", "m", "--timeout=" + timeout)).isEqualTo(2);
        assertThat(err.toString()).contains("'" + timeout + "' is not a time such as 500ms, 2s or 5m");
    }

    @Test
    void whatIsMissingOrDoesNotGoTogetherIsWrongUsage() {
        assertThat(run("localhost:1")).isEqualTo(2);
        assertThat(run("localhost:1", "m", "[]", "more")).isEqualTo(2);
        assertThat(run("localhost:1", "m", "--repeat", "0")).isEqualTo(2);
        assertThat(run("localhost:1", "m", "--repeat", "2", "--notify")).isEqualTo(2);
        assertThat(err.toString()).contains("--repeat takes 1 or more and no --notify");
    }

    @Test
    void anEmptyMethodIsWrongUsage() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::awaitClose)) {
            assertThat(run(target(server), "")).isEqualTo(2);
            assertThat(err.toString()).startsWith("the method is empty");
        }
    }

    @Test
    void helpNamesTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("HOST:PORT METHOD [PARAMS|-]").contains("4   no connection or no answer");
    }
}
