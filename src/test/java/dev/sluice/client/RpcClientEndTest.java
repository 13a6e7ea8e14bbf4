package dev.sluice.client;

import static dev.sluice.client.ScriptedServer.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.client.ScriptedServer.Peer.Request;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RpcClientEndTest extends ClientTest {
    @Test
    void nobodyListeningIsOneClearFailure() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        RpcConnectionException refused =
                failure(RpcClient.connect(vertx, RpcClientOptions.of("127.0.0.1", port)), RpcConnectionException.class);
        assertThat(refused)
                .hasMessageStartingWith("no connection to 127.0.0.1:" + port + ": ")
                .hasMessageContaining("refused");
        assertThat(refused.executed()).isEqualTo(Executed.NO);
    }

    @Test
    void aServerThatDoesNotAcceptIsGivenUpAfterTheConnectTimeout() throws Exception {
        List<Socket> backlog = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            backlog.add(new Socket());
                            backlog.get(i).connect(full.getLocalSocketAddress(), 200);
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class);
            RpcClientOptions options =
                    RpcClientOptions.of("127.0.0.1", full.getLocalPort()).withConnectTimeout(Duration.ofMillis(50));
            assertThat(failure(RpcClient.connect(vertx, options), RpcConnectionException.class))
                    .hasMessageMatching("no connection to 127.0.0.1:[0-9]+: .* 50 ms.*");
        } finally {
            for (Socket socket : backlog) {
                socket.close();
            }
        }
    }

    @Test
    void theEndOfTheConnectionFailsEveryPendingCall() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            peer.answer(peer.next(), "2");
            peer.next();
        })) {
            RpcClient client = connect(server);
            Future<JsonNode> first = client.call("m", null);
            Future<JsonNode> second = client.call("m", null);
            Future<JsonNode> third = client.call("m", null);
            assertThat(await(second).intValue()).isEqualTo(2);
            for (Future<JsonNode> call : List.of(first, third)) {
                RpcConnectionException lost = failure(call, RpcConnectionException.class);
                assertThat(lost.executed()).isEqualTo(Executed.UNKNOWN);
                assertThat(lost).hasMessage("connection to 127.0.0.1:" + server.port() + " lost: closed by the server");
            }
            failure(client.closed(), RpcConnectionException.class);
            assertThat(failure(client.call("m", null), RpcConnectionException.class)
                            .executed())
                    .isEqualTo(Executed.NO);
            assertThat(failure(client.notify("m", null), RpcConnectionException.class)
                            .executed())
                    .isEqualTo(Executed.NO);
            await(client.close());
        }
    }

    @Test
    void anEndInsideAnAnswerIsNamed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            byte[] whole = frame(peer.next().id(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}");
            peer.send(java.util.Arrays.copyOf(whole, whole.length - 1));
        })) {
            assertThat(failure(connect(server).call("m", null), RpcConnectionException.class))
                    .hasMessageEndingWith("lost: closed by the server inside a frame");
        }
    }

    @Test
    void aResetFailsEveryPendingCall() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            peer.reset();
        })) {
            RpcConnectionException lost = failure(connect(server).call("m", null), RpcConnectionException.class);
            assertThat(lost).hasMessageContaining("lost: ");
            assertThat(lost.executed()).isEqualTo(Executed.UNKNOWN);
        }
    }

    @Test
    void closingWaitsForTheAnswersOfPendingCalls() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Request request = peer.next();
            closing.await(10, TimeUnit.SECONDS);
            peer.answer(request, "1");
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            Future<JsonNode> call = client.call("m", null);
            Future<Void> closed = client.close();
            assertThat(failure(client.call("m", null), RpcConnectionException.class)
                            .executed())
                    .isEqualTo(Executed.NO);
            assertThat(closed.isComplete()).isFalse();
            closing.countDown();
            assertThat(await(call).intValue()).isEqualTo(1);
            await(closed);
            await(client.closed());
            await(client.close());
        }
    }

    @Test
    void closingDoesNotWaitLongerThanItWasTold() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            Future<JsonNode> call = client.call("m", null);
            Future<Void> patient = client.close();
            await(client.close(Duration.ofMillis(30)));
            await(patient);
            assertThat(failure(call, RpcConnectionException.class))
                    .hasMessageEndingWith("lost: closed by this client before the answer came");
            await(client.closed());
        }
    }

    @Test
    void closingWaitsForAServerThatDoesNotReadOnlyAsLongAsItWasTold() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> closed.await(10, TimeUnit.SECONDS))) {
            RpcClient client = connect(options(server).withMaxRequestBytes(64 * 1024 * 1024));
            Future<Void> written = client.notify("m", JSON.createArrayNode().add("x".repeat(32 * 1024 * 1024)));
            await(client.close(Duration.ofMillis(50)));
            failure(written, RpcConnectionException.class);
            closed.countDown();
        }
    }

    @Test
    void aNotificationIsWrittenWithoutIdAndNotLostByClosing() throws Exception {
        BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            seen.add(peer.next());
            seen.add(peer.next());
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            JsonNode large = JSON.createArrayNode().add("x".repeat(900_000));
            Future<Void> first = client.notify("large", large);
            Future<Void> second = client.notify("small", null);
            await(client.close());
            await(first);
            await(second);
            server.awaitScript();
            assertThat(seen.remove().json().at("/params/0").textValue()).hasSize(900_000);
            assertThat(seen.remove().json().toString()).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"small\"}");
        }
    }
}
