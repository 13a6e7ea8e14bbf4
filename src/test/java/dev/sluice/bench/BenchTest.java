package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.SluiceWire.Expect;
import dev.sluice.client.ScriptedServer;
import dev.sluice.client.ScriptedServer.Peer;
import dev.sluice.client.ScriptedServer.Peer.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads on a server that a test wrote the part of. */
@Timeout(60)
class BenchTest {
    private static final long MS = 1_000_000;
    private static final Duration WINDOW = Duration.ofMillis(400);

    /** The first answer of a server that was never called takes longer than a window. */
    @BeforeAll
    static void warmUp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> answerInRounds(client, 1))) {
            run(plan(server, 1, 0, 0));
        }
    }

    @Test
    void aClosedLoopAsksAgainWithEachAnswer() throws Exception {
        int depth = 5;
        try (ScriptedServer server = new ScriptedServer(client -> answerInRounds(client, 1))) {
            BenchResult result = run(plan(server, depth, 0, 0));

            assertThat(result.results()).isPositive();
            assertThat(result.errorAnswers()).isZero();
            assertThat(result.misses()).isEqualTo(new BenchResult.Misses(0, 0, 0, 0, 0));
            long[] timeline = result.timeline();
            assertThat(timeline).hasSize(4);
            assertThat(timeline[0] + timeline[1] + timeline[2] + timeline[3]).isEqualTo(result.results());
        }
    }

    @Test
    void anOpenLoopChargesAServerThatStandsStillForEveryRequestItKeptWaiting() throws Exception {
        int perSecond = 1_000;
        int standing = 200; // the server answers none before so many have come: the first has waited for 199 ms then
        try (ScriptedServer server = new ScriptedServer(client -> {
            List<Request> waiting = new ArrayList<>();
            while (waiting.size() < standing) {
                waiting.add(client.next());
            }
            for (Request request : waiting) {
                client.answer(request, "1");
            }
            answerInRounds(client, 1);
        })) {
            BenchResult result = run(plan(server, 1_000, perSecond, 0));

            assertThat(result.results()).isEqualTo(perSecond * WINDOW.toMillis() / 1_000);
            assertThat(result.misses()).isEqualTo(new BenchResult.Misses(0, 0, 0, 0, 0));
            assertThat(result.fast().getMaxValue()).isGreaterThanOrEqualTo(199 * MS);
            assertThat(result.fast().getCountBetweenValues(100 * MS, Long.MAX_VALUE))
                    .as("a hundred of them were to be sent in the first 100 ms")
                    .isGreaterThanOrEqualTo(99);
        }
    }

    @Test
    void whatHasNoPlaceInAnOpenLoopIsSaid() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.next();
            client.next();
            client.awaitClose();
        })) {
            BenchResult result = run(plan(server, 2, 1_000, 0));

            assertThat(result.results()).isZero();
            assertThat(result.misses().lost()).isEqualTo(2);
            assertThat(result.misses().unsent()).isEqualTo(398);
        }
    }

    @Test
    void theShareOfSlowCallsIsExact() throws Exception {
        int[] slow = {0};
        int[] all = {0};
        try (ScriptedServer server = new ScriptedServer(client -> {
            try {
                for (; ; ) {
                    Request request = client.next();
                    slow[0] += request.method().equals("slow") ? 1 : 0;
                    all[0]++;
                    client.answer(request, "1");
                }
            } catch (IOException e) {
                // the load has ended
            }
        })) {
            BenchResult result = run(plan(server, 3, 0, 0.25));
            server.awaitScript();

            assertThat(slow[0]).isBetween(all[0] / 4 - 1, all[0] / 4 + 1);
            assertThat(result.slow().getTotalCount()).isPositive();
        }
    }

    @Test
    void errorsDoublesAndWhatIsLostAreCounted() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            Request first = client.next();
            client.fail(first, "{\"code\":-32000,\"message\":\"Overloaded\"}");
            client.answer(first, "1"); // it may answer the next request with that id, or nothing
            client.send(99, "{}");
        })) {
            BenchResult result = run(plan(server, 2, 0, 0));

            assertThat(result.errors()).containsExactly(Map.entry(-32000, 1L));
            assertThat(result.misses().strays()).isBetween(1L, 2L);
            assertThat(result.misses().lost()).isEqualTo(2);
            assertThat(result.misses().connectionsCut()).isEqualTo(1);
        }
    }

    @Test
    void whatIsUnansweredAfterGoodbyeIsNotLost() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.next();
            client.send(-1, "{\"jsonrpc\":\"2.0\",\"method\":\"$/goodbye\",\"params\":{\"reason\":\"drain\"}}");
        })) {
            BenchResult result = run(plan(server, 2, 0, 0));

            assertThat(result.misses().lost()).isZero();
            assertThat(result.misses().unread()).isEqualTo(2);
        }
    }

    @Test
    void answersThatCannotBeReadEndTheLoad() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.next();
            client.send("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII));
            client.awaitClose();
        })) {
            assertThatThrownBy(() -> run(plan(server, 1, 0, 0))).isInstanceOf(WireException.class);
        }
    }

    @Test
    void aServerThatIsNotThereIsNoLoad() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        BenchPlan plan = plan(port, 1, 0, 0);
        assertThatThrownBy(() -> run(plan)).isInstanceOf(ConnectException.class);
    }

    /** Answers when so many have come, for as long as the client asks. */
    private static void answerInRounds(Peer client, int requests) throws Exception {
        List<Request> round = new ArrayList<>();
        try {
            for (; ; ) {
                while (round.size() < requests) {
                    round.add(client.next());
                }
                for (Request request : round) {
                    client.answer(request, "1");
                }
                round.clear();
            }
        } catch (IOException e) {
            for (Request request : round) { // the last ones of a load do not fill a round
                client.answer(request, "1");
            }
        }
    }

    private static BenchResult run(BenchPlan plan) throws Exception {
        SluiceWire wire =
                SluiceWire.of(SluiceWire.request("m", "[1]"), SluiceWire.request("slow", ""), Expect.RESPONSES);
        return new Bench(plan, () -> wire).run((elapsed, results) -> {});
    }

    private static BenchPlan plan(ScriptedServer server, int depth, double rate, double slowShare) {
        return plan(server.port(), depth, rate, slowShare);
    }

    private static BenchPlan plan(int port, int depth, double rate, double slowShare) {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new BenchPlan(server, 1, depth, rate, Duration.ZERO, WINDOW, slowShare, 1);
    }
}
