package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.process.FrameSocket.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopping: signals, answers, the receipt and the exit code. */
class DrainIT {
    private static final int CONNECTIONS = 10;
    private static final int CALLS_OF_EACH = 100;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void answersAThousandCallsInFlightBeforeItExitsWithZero(String signal) throws Exception {
        try (JarServer server = JarServer.start("--set", "limits.maxQueueDelay=1m")) {
            List<FrameSocket> clients = new ArrayList<>();
            Random random = new Random(7);
            for (int c = 0; c < CONNECTIONS; c++) {
                FrameSocket client = server.connect();
                clients.add(client);
                client.sendCall(-1, "demo.echo", "[]");
                client.answer(); // it was accepted: what is still in the kernel when the listener closes is reset
                for (int i = 0; i < CALLS_OF_EACH; i++) {
                    client.sendCall(i, "demo.sleep", "{\"ms\":" + random.nextInt(501) + "}");
                }
            }
            server.signal(signal);
            for (FrameSocket client : clients) {
                Set<Integer> answered = new HashSet<>();
                for (Answer answer = client.next(); answer != null; answer = client.next()) {
                    assertThat(answer.json().has("result")).as(answer.body()).isTrue();
                    assertThat(answered.add(answer.requestId())).isTrue();
                }
                assertThat(answered).hasSize(CALLS_OF_EACH);
                client.end();
            }
            assertThat(server.exitCode()).as(server.err()).isZero();
            JsonNode receipt = server.receipt();
            assertThat(receipt.path("received").asInt()).isEqualTo(CONNECTIONS * (CALLS_OF_EACH + 1));
            assertThat(receipt.path("answered").asInt()).isEqualTo(CONNECTIONS * (CALLS_OF_EACH + 1));
            assertAddsUp(receipt);
        }
    }

    @Test
    void refusesNewConnectionsAndReadinessWhileItDrains() throws Exception {
        try (JarServer server = JarServer.start();
                FrameSocket client = server.connect()) {
            assertThat(server.admin("/readyz").statusCode()).isEqualTo(200);
            client.sendCall(1, "demo.sleep", "{\"ms\":3000}");
            client.sendCall(2, "demo.echo", "[]");
            assertThat(client.answer().requestId()).isEqualTo(2);
            server.signal("TERM");
            while (server.admin("/readyz").statusCode() != 503) {
                Thread.onSpinWait(); // bounded by the call that is in flight
            }
            assertThat(server.admin("/livez").statusCode()).isEqualTo(200);
            awaitRefusal(server);
            assertThat(client.answer().requestId()).isEqualTo(1);
            assertThat(client.next()).isNull();
            client.end();
            assertThat(server.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void stopsAtOnceOnASecondSignal(String signal, int exitCode) throws Exception {
        try (JarServer server = JarServer.start("--set", "limits.requestTimeout=5m");
                FrameSocket client = server.connect()) {
            client.sendCall(1, "demo.sleep", "{\"ms\":300000}");
            client.sendCall(2, "demo.echo", "[]");
            assertThat(client.answer().requestId()).isEqualTo(2);
            server.signal(signal);
            awaitRefusal(server);
            server.signal(signal);
            assertThat(server.exitCode()).isEqualTo(exitCode);
            assertThat(server.linesAfterReady()).as("no receipt").isEmpty();
        }
    }

    @Test
    void answersWhatRunsUnknownAndWhatWaitsNoAtTheDrainDeadlineAndExitsWithThree() throws Exception {
        try (JarServer server = JarServer.start(
                        "--set",
                        "blocking.threads=1",
                        "--set",
                        "limits.requestTimeout=5m",
                        "--set",
                        "limits.maxQueueDelay=5m",
                        "--set",
                        "drain.timeout=2s");
                FrameSocket client = server.connect()) {
            client.sendCall(1, "demo.block", "{\"ms\":200000}");
            client.sendCall(2, "demo.block", "{\"ms\":200000}");
            client.sendCall(3, "demo.echo", "[]");
            assertThat(client.answer().requestId()).isEqualTo(3);
            server.signal("INT");

            List<Answer> answers = new ArrayList<>(List.of(client.answer(), client.answer()));
            answers.sort((a, b) -> a.requestId() - b.requestId());
            assertThat(answers.get(0).code()).isEqualTo(-32002);
            assertThat(answers.get(0).executed()).isEqualTo("unknown");
            assertThat(answers.get(1).code()).isEqualTo(-32001);
            assertThat(answers.get(1).executed()).isEqualTo("no");
            assertThat(client.next()).isNull();
            client.end();

            assertThat(server.exitCode()).isEqualTo(3);
            JsonNode receipt = server.receipt();
            assertThat(receipt.path("unknown").asInt()).isEqualTo(1);
            assertThat(receipt.path("refused").asInt()).isEqualTo(1);
            assertAddsUp(receipt);
        }
    }

    @Test
    void answersRequestsAfterTheCutWithDraining() throws Exception {
        try (JarServer server = JarServer.start("--set", "drain.cutGrace=0s");
                FrameSocket client = server.connect()) {
            client.sendCall(1, "demo.sleep", "{\"ms\":2000}");
            client.sendCall(2, "demo.echo", "[]");
            assertThat(client.answer().requestId()).isEqualTo(2);
            server.signal("TERM");
            awaitRefusal(server);
            Answer late;
            int id = 3;
            do {
                client.sendCall(id++, "demo.echo", "[]");
                late = client.answer();
            } while (late.json().has("result")); // read before the cut
            assertThat(late.code()).isEqualTo(-32001);
            assertThat(late.executed()).isEqualTo("no");
            assertThat(client.answer().requestId()).isEqualTo(1);
            client.end();
            assertThat(server.exitCode()).isZero();
            assertAddsUp(server.receipt());
        }
    }

    @Test
    void deliversLargeAnswersToASlowReaderBeforeItExits() throws Exception {
        try (JarServer server = JarServer.start("--set", "limits.maxQueueDelay=1m");
                FrameSocket client = server.connect()) {
            int bytes = 400_000;
            for (int i = 0; i < 40; i++) {
                client.sendCall(i, "demo.size", "{\"bytes\":" + bytes + "}");
            }
            client.answer();
            server.signal("TERM");
            awaitRefusal(server);
            for (int i = 1; i < 40; i++) {
                assertThat(client.answer().body().length()).isGreaterThan(bytes);
            }
            assertThat(client.next()).isNull();
            client.end();
            assertThat(server.exitCode()).isZero();
        }
    }

    private static void awaitRefusal(JarServer server) throws IOException {
        assertThatThrownBy(() -> {
                    while (true) {
                        server.connect().close();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private static void assertAddsUp(JsonNode receipt) {
        long sum = 0;
        for (String part : List.of("answered", "refused", "unknown", "notifications", "abandonedByClient")) {
            assertThat(receipt.has(part)).as(part).isTrue();
            sum += receipt.path(part).asLong();
        }
        assertThat(receipt.path("received").asLong()).isEqualTo(sum);
    }
}
