package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.conformance.ConformanceFile.Sharing;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of the list against the fat jar. {@code -Dsluice.cases=TEXT} plays those whose name contains TEXT. */
class ConformanceIT {
    private static final String WANTED = System.getProperty("sluice.cases", "");

    private static final Map<String, JarServer> servers = new HashMap<>();

    @AfterAll
    static void stop() throws IOException {
        for (JarServer server : servers.values()) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCaseHappensAsItStands() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (ConformanceFile file : ConformanceFile.all()) {
            for (Case one : file.cases()) {
                String name = file.name() + " / " + one.name();
                if (name.contains(WANTED)) {
                    tests.add(DynamicTest.dynamicTest(name, () -> play(file, one)));
                }
            }
        }
        tests.add(DynamicTest.dynamicTest("afterwards every server drains", ConformanceIT::drainAll));
        return tests.stream();
    }

    private static void play(ConformanceFile file, Case one) throws IOException, InterruptedException {
        if (file.process() == Sharing.CASE) {
            try (JarServer server = start(file);
                    Script script = new Script(server)) {
                script.play(one);
            }
            return;
        }
        String key =
                file.process() == Sharing.FILE ? file.name() : file.options().toString();
        JarServer server = servers.get(key);
        if (server == null) {
            server = start(file);
            servers.put(key, server);
        }
        try (Script script = new Script(server)) {
            script.play(one);
        }
    }

    private static JarServer start(ConformanceFile file) throws IOException {
        return JarServer.start(file.options().toArray(String[]::new));
    }

    /** Whatever was done to it: a server that is told to stop does, nothing is cut, and the receipt adds up. */
    private static void drainAll() throws IOException, InterruptedException {
        for (JarServer server : servers.values()) {
            server.signal("TERM");
        }
        for (JarServer server : servers.values()) {
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
