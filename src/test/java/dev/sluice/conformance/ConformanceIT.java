package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of the list against the fat jar. {@code -Dsluice.cases=TEXT} plays those whose name contains TEXT. */
class ConformanceIT {
    private static final String WANTED = System.getProperty("sluice.cases", "");

    private static final Stage stage = new Stage();

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> everyCaseHappensAsItStands() throws IOException {
        Map<String, Stage.Scene> scenes = new LinkedHashMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (ConformanceFile file : ConformanceFile.all()) {
            for (Case one : file.cases()) {
                String name = file.name() + " / " + one.name();
                if (name.contains(WANTED)) {
                    Stage.Turn turn = new Stage.Turn(one);
                    scenes.computeIfAbsent(file.processName(), key -> new Stage.Scene(file))
                            .add(turn);
                    tests.add(DynamicTest.dynamicTest(name, turn::await));
                }
            }
        }
        stage.play(scenes.values());
        tests.add(DynamicTest.dynamicTest("afterwards every server drains", ConformanceIT::drainAll));
        return tests.stream();
    }

    /** Whatever was done to it: a server that is told to stop does, nothing is cut, and the receipt adds up. */
    private static void drainAll() throws IOException, InterruptedException {
        for (JarServer server : stage.servers()) {
            server.signal("TERM");
        }
        for (JarServer server : stage.servers()) {
            assertThat(server.exitCode()).as(server.err()).isZero();
            JsonNode receipt = server.receipt();
            long sum = 0;
            for (String part : List.of("answered", "refused", "unknown", "notifications", "abandonedByClient")) {
                sum += receipt.path(part).asLong();
            }
            assertThat(receipt.path("received").asLong()).as(receipt.toString()).isEqualTo(sum);
        }
    }
}
