package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The short form of {@link ClusterChaosMain}: one blow of a kind. How soon calls of a lost worker are answered, and how soon a
 * worker is back, is judged in the long form alone: it depends on what else the machine does. Fails where namespaces are
 * not permitted.
 */
@Timeout(400)
class ClusterChaosIT {
    @ParameterizedTest
    @ValueSource(strings = {"kill", "cut", "haproxy", "nginx"})
    void losesNothingDoublesNothingAndTellsTheTruthWhateverHappensToNodes(String kind) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "src/build/apart",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Dsluice.short=true"));
        for (String property : List.of("sluice.seed", "sluice.jar")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), ClusterChaosMain.class.getName(), "--" + kind, "1"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.print(said);

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).contains(" 0 faults").doesNotContain(" 0 answered");
        } finally {
            process.destroyForcibly();
        }
    }
}
