package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ScriptedServer;
import dev.sluice.client.ScriptedServer.Peer.Request;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;

class CallCommandTest extends CallTest {
    @Test
    void printsTheResultPretty() throws Exception {
        try (ScriptedServer server = answering("{\"a\":[1.0,\"é\"]}")) {
            assertThat(run(target(server), "m", "{\"x\":1}")).isZero();
            assertThat(out).hasToString("{\n  \"a\" : [ 1.0, \"é\" ]\n}\n");
            assertThat(err).hasToString("");
        }
    }

    @Test
    void sendsNoParamsWhenThereAreNone() throws Exception {
        BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
        try (ScriptedServer server = recording(seen)) {
            assertThat(run(target(server), "m")).isZero();
            assertThat(seen.remove().json().has("params")).isFalse();
            assertThat(out).hasToString("null\n");
        }
    }

    @Test
    void readsParamsFromStandardInput() throws Exception {
        BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
        stdin = " [1, \"é\"]\n";
        try (ScriptedServer server = recording(seen)) {
            assertThat(run(target(server), "m", "-")).isZero();
            assertThat(seen.remove().json().get("params")).hasToString("[1,\"é\"]");
        }
    }

    @Test
    void tellsTheServerTheTimeACallHas() throws Exception {
        BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
        try (ScriptedServer server = recording(seen)) {
            assertThat(run(target(server), "m", "--timeout", "2s")).isZero();
            assertThat(seen.remove().json().at("/meta/timeoutMs").intValue()).isBetween(1, 2000);
        }
    }

    @Test
    void reachesAnAddressOfIpVersion6() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        Assumptions.assumeThatCode(() -> new ServerSocket(0, 1, loopback).close())
                .doesNotThrowAnyException();
        try (ScriptedServer server = new ScriptedServer(loopback, peer -> {
            peer.answer(peer.next(), "1");
            peer.awaitClose();
        })) {
            assertThat(run("[::1]:" + server.port(), "m")).isZero();
        }
    }

    @Test
    void anErrorAnswerIsShownWithItsDataAndExits1() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.fail(
                    peer.next(),
                    "{\"code\":-32601,\"message\":\"Not\\u001b[2J\\nfound\",\"data\":{\"executed\":\"no\"}}");
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "m")).isEqualTo(1);
            assertThat(out).hasToString("");
            assertThat(err)
                    .hasToString("error -32601: Not\\u001b[2J\\u000afound\ndata: {\n  \"executed\" : \"no\"\n}\n");
        }
    }

    @Test
    void anErrorAnswerWithoutDataHasNoneToShow() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.fail(peer.next(), "{\"code\":7,\"message\":\"no\"}");
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "m")).isEqualTo(1);
            assertThat(err).hasToString("error 7: no\n");
        }
    }

    @Test
    void nobodyListeningIsOneLineAndExits4() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(run("127.0.0.1:" + port, "m")).isEqualTo(4);
        assertThat(err.toString())
                .startsWith("sluice call: no connection to 127.0.0.1:" + port + ": ")
                .contains("refused")
                .hasLineCount(1);
    }

    @Test
    void noAnswerInTimeIsOneLineAndExits4() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "slow", "--timeout", "200ms")).isEqualTo(4);
            assertThat(err).hasToString("sluice call: " + target(server) + ": no answer to slow within 200 ms\n");
        }
    }

    @Test
    void aServerThatGoesAwayIsOneLineAndExits4() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::next)) {
            assertThat(run(target(server), "m")).isEqualTo(4);
            assertThat(err)
                    .hasToString("sluice call: connection to " + target(server) + " lost: closed by the server\n");
        }
    }

    @Test
    void aServerThatSpeaksSomethingElseIsOneLineAndExits4() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            peer.send("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "m")).isEqualTo(4);
            assertThat(err.toString())
                    .contains("broke the protocol: frame starts with 5353482d")
                    .hasLineCount(1);
        }
    }

    @Test
    void aNotificationIsWrittenAndHasNoOutput() throws Exception {
        BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            seen.add(peer.next());
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "update", "[1]", "--notify")).isZero();
            server.awaitScript();
            assertThat(seen.remove().json()).hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"update\",\"params\":[1]}");
            assertThat(out).hasToString("");
        }
    }

    @Test
    void verboseShowsEveryFrameInHex() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.send(peer.next().id(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"é\"}");
            peer.awaitClose();
        })) {
            assertThat(run(target(server), "m", "[1]", "--verbose", "--timeout", "2m"))
                    .isZero();
            assertThat(err.toString()).startsWith("""
                            > sent request id 1, body of 78 bytes
                            00000000: c0de babe 0000 0001 0000 004e 7b22 6a73  ...........N{"js
                            """).endsWith("""
                            < received request id 1, body of 38 bytes
                            00000000: c0de babe 0000 0001 0000 0026 7b22 6a73  ...........&{"js
                            00000010: 6f6e 7270 6322 3a22 322e 3022 2c22 6964  onrpc":"2.0","id
                            00000020: 223a 312c 2272 6573 756c 7422 3a22 c3a9  ":1,"result":"..
                            00000030: 227d                                     "}
                            """);
        }
    }

    private static ScriptedServer answering(String result) throws Exception {
        return new ScriptedServer(peer -> {
            peer.answer(peer.next(), result);
            peer.awaitClose();
        });
    }

    private static ScriptedServer recording(BlockingQueue<Request> seen) throws Exception {
        return new ScriptedServer(peer -> {
            Request request = peer.next();
            seen.add(request);
            peer.answer(request, "null");
            peer.awaitClose();
        });
    }
}
