package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.process.FrameSocket.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many requests on one connection, and what a slow one does to the others. */
class PipeliningIT {
    private static final int FAST_CALLS = 1_000;
    private static final int SLICE = 32;

    @TempDir
    Path dir;

    @Test
    void answersAHundredRequestsInTheOrderOfTheirCompletionTheFirstOneLast() throws Exception {
        try (JarServer server =
                        JarServer.start("--services", ServiceJars.gates(dir).toString());
                FrameSocket client = server.connect();
                FrameSocket opener = server.connect()) {
            for (int i = 0; i < 100; i++) {
                client.sendCall(i, "gate.hold", key(i));
            }
            for (int i = 99; i >= 0; i--) {
                opener.sendCall(i, "gate.open", key(i));
                opener.answer();
                Answer answer = client.answer();
                assertThat(answer.requestId()).isEqualTo(i);
                assertThat(answer.json().path("result").asText()).isEqualTo(Integer.toString(i));
                assertThat(answer.json().path("id").asInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void answersAThousandFastCallsWhileABlockingOneIsHeld() throws Exception {
        try (JarServer server =
                        JarServer.start("--services", ServiceJars.gates(dir).toString());
                FrameSocket client = server.connect()) {
            client.sendCall(FAST_CALLS, "gate.block", key(1));
            Set<Integer> answered = callFast(client, FAST_CALLS);
            assertThat(answered).hasSize(FAST_CALLS).doesNotContain(FAST_CALLS);
            client.sendCall(FAST_CALLS + 1, "gate.open", key(1));
            Set<Integer> last = new HashSet<>();
            last.add(client.answer().requestId());
            last.add(client.answer().requestId());
            assertThat(last).containsExactlyInAnyOrder(FAST_CALLS, FAST_CALLS + 1);
        }
    }

    @Test
    void delaysAtMostOneSliceBehindAnAsynchronousHandlerThatSpins() throws Exception {
        String services = ServiceJars.gates(dir).toString();
        try (JarServer server = JarServer.start("--services", services, "--set", "limits.maxQueueDelay=1m");
                FrameSocket client = server.connect();
                FrameSocket opener = server.connect()) {
            client.sendCall(FAST_CALLS, "gate.spin", key(1));
            Set<Integer> answered = callFast(client, FAST_CALLS - SLICE);
            opener.sendCall(1, "gate.open", key(1));
            opener.answer();
            while (answered.size() < FAST_CALLS + 1) {
                assertThat(answered.add(client.answer().requestId())).isTrue();
            }
            assertThat(server.admin("/metrics").body())
                    .contains("sluice_slow_handlers_total{method=\"gate.spin\"} 1.0");
        }
    }

    @Test
    void answersAHundredRequestsOfAClientThatHalfCloses() throws Exception {
        try (JarServer server = JarServer.start();
                FrameSocket client = server.connect()) {
            for (int i = 0; i < 100; i++) {
                client.sendCall(i, "demo.sleep", "{\"ms\":" + (i % 20) * 10 + "}");
            }
            client.halfClose();
            Set<Integer> answered = new HashSet<>();
            for (Answer answer = client.next(); answer != null; answer = client.next()) {
                assertThat(answer.json().has("result")).isTrue();
                answered.add(answer.requestId());
            }
            assertThat(answered).hasSize(100);
        }
    }

    @Test
    void runsAndAnswersTwoRequestsWithTheSameIdBoth() throws Exception {
        try (JarServer server = JarServer.start();
                FrameSocket client = server.connect()) {
            client.sendCall(7, "demo.echo", "[1]");
            client.sendCall(7, "demo.echo", "[2]");
            List<String> results = new ArrayList<>();
            results.add(client.answer().json().path("result").toString());
            results.add(client.answer().json().path("result").toString());
            assertThat(results).containsExactlyInAnyOrder("[1]", "[2]");
        }
    }

    /** Sends all fast calls and reads until so many were answered. */
    private static Set<Integer> callFast(FrameSocket client, int wanted) throws Exception {
        for (int i = 0; i < FAST_CALLS; i++) {
            client.sendCall(i, "demo.echo", "[" + i + "]");
        }
        Set<Integer> answered = new HashSet<>();
        while (answered.size() < wanted) {
            Answer answer = client.answer();
            assertThat(answer.json().path("result").path(0).asInt()).isEqualTo(answer.requestId());
            answered.add(answer.requestId());
        }
        return answered;
    }

    private static String key(int key) {
        return "{\"key\":\"" + key + "\"}";
    }
}
