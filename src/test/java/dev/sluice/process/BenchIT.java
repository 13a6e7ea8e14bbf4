package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code sluice bench} of the jar on a server of the jar. */
class BenchIT {
    @Test
    void loadsAServerInBothLoopsAndSeesResultsOnly() throws Exception {
        try (JarServer server = JarServer.start()) {
            JsonNode closed = bench(server, "--method", "demo.pass", "--payload", "1KiB", "--slow-share", "1%");
            assertThat(closed.path("results").asLong()).isPositive();
            assertThat(closed.at("/slowLatencyUs/p50").asDouble()).isGreaterThanOrEqualTo(49_000);
            assertNothingMissed(closed);

            JsonNode open = bench(server, "--rate", "500");
            assertThat(open.path("results").asLong()).isEqualTo(500);
            assertNothingMissed(open);
        }
    }

    @Test
    void aServerThatIsStoppedUnderLoadLosesNothing() throws Exception {
        try (JarServer server = JarServer.start()) {
            JsonNode drained = bench(server, "--drain-pid", Long.toString(server.pid()));

            assertThat(drained.path("lost").asLong()).isZero();
            assertThat(drained.path("doubled").asLong()).isZero();
            assertThat(drained.path("connectionsCut").asLong()).isEqualTo(8);
            assertThat(drained.at("/drain/late").asLong()).isPositive();
            assertThat(server.exitCode()).isZero();
        }
    }

    private static void assertNothingMissed(JsonNode result) {
        for (String miss : List.of("errors", "lost", "notExecuted", "notSent", "doubled", "connectionsCut")) {
            assertThat(result.path(miss).asLong()).as(miss).isZero();
        }
    }

    private static JsonNode bench(JarServer server, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", JarServer.jar()));
        command.addAll(List.of("bench", "127.0.0.1:" + server.rpcPort(), "--connections", "8", "--depth", "8"));
        command.addAll(List.of("--warmup", "1s", "--duration", "1s", "--json", "-"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return new ObjectMapper().readTree(out);
    }
}
