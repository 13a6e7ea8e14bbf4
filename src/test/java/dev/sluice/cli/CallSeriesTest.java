package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ScriptedServer;
import dev.sluice.client.ScriptedServer.Peer.Request;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class CallSeriesTest extends CallTest {
    @Test
    void repeatPrintsTheSpreadOfLatenciesWithAWindowInFlight() throws Exception {
        int total = 1000;
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Queue<Request> window = new ArrayDeque<>();
            for (int i = 0; i < total; i++) {
                window.add(peer.next());
                // a full window arrives before the first answer, so the client does not wait for answers
                if (window.size() == CallSeries.WINDOW) {
                    peer.answer(window.remove(), "1");
                }
            }
            for (Request request : window) {
                peer.answer(request, "1");
            }
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "m", "--repeat", String.valueOf(total)))
                    .isZero();
            assertThat(out.toString().lines().map(line -> line.replaceFirst(" +[0-9.]+ ms", "")))
                    .containsExactly(
                            "calls 1000, results 1000, errors 0, unanswered 0",
                            "min",
                            "p50",
                            "p90",
                            "p99",
                            "p99.9",
                            "max");
            assertThat(out.toString().lines().skip(1)).allMatch(line -> line.matches("\\S+ +[0-9]+\\.[0-9]{3} ms"));
            assertThat(err).hasToString("");
        }
    }

    @Test
    void repeatCountsErrorsByCodeAndExits1() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.answer(peer.next(), "1");
            peer.fail(peer.next(), "{\"code\":-32000,\"message\":\"\"}");
            peer.fail(peer.next(), "{\"code\":-32601,\"message\":\"\"}");
            peer.fail(peer.next(), "{\"code\":-32000,\"message\":\"\"}");
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "m", "--repeat", "4")).isEqualTo(1);
            assertThat(out.toString())
                    .startsWith(
                            "calls 4, results 1, errors 3, unanswered 0\n  error -32601: 1\n  error -32000: 2\nmin ");
        }
    }

    @Test
    void repeatEndsWhenTheConnectionDoes() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            for (int i = 0; i < 1000; i++) {
                peer.answer(peer.next(), "1");
            }
        })) {
            assertThat(run(target(server), "m", "--repeat", "1000000")).isEqualTo(4);
            assertThat(out.toString()).containsPattern("^calls [0-9]+, results [0-9]+, errors 0, unanswered [1-9]");
            assertThat(err.toString()).startsWith("sluice call: connection to " + target(server) + " lost: ");
        }
    }

    @Test
    void repeatGoesOnAfterATimeoutAndExits4() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            for (int i = 0; i < CallSeries.WINDOW; i++) {
                peer.next();
            }
            for (int i = 0; i < 44; i++) {
                peer.answer(peer.next(), "1");
            }
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "m", "--repeat", "300", "--timeout", "500ms"))
                    .isEqualTo(4);
            assertThat(out.toString()).startsWith("calls 300, results 44, errors 0, unanswered 256\n");
            assertThat(err).hasToString("sluice call: " + target(server) + ": no answer to m within 500 ms\n");
        }
    }
}
