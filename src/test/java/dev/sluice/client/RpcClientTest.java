package dev.sluice.client;

import static dev.sluice.client.ScriptedServer.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.client.ScriptedServer.Peer.Request;
import dev.sluice.frame.FrameHeader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcClientTest extends ClientTest {
    @Test
    void answersReachTheirCallsInAnyOrder() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            List<Request> requests = new ArrayList<>(List.of(peer.next(), peer.next(), peer.next()));
            Collections.reverse(requests);
            for (Request request : requests) {
                peer.answer(request, request.json().at("/params/0").toString());
            }
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            List<Future<JsonNode>> calls = List.of(
                    client.call("m", json("[1]")), client.call("m", json("[2]")), client.call("m", json("[3]")));
            for (int i = 0; i < 3; i++) {
                assertThat(await(calls.get(i)).intValue()).isEqualTo(i + 1);
            }
            assertThat(client.inFlight()).isZero();
            await(client.close());
        }
    }

    @Test
    void writesARequestWithItsIdAndTheTimeItHas() throws Exception {
        BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            for (int i = 0; i < 3; i++) {
                Request request = peer.next();
                seen.add(request);
                peer.answer(request, "null");
            }
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            assertThat(await(client.call("a.é", json("{\"x\":1.0}"), CallOptions.timeout(Duration.ofSeconds(3))))
                            .isNull())
                    .isTrue();
            await(client.call("b", null));
            await(client.call("c", json("[]")));
            await(client.close());

            Request first = seen.remove();
            assertThat(first.json().path("jsonrpc").asText()).isEqualTo("2.0");
            assertThat(first.method()).isEqualTo("a.é");
            assertThat(first.json().path("params").toString()).isEqualTo("{\"x\":1.0}");
            assertThat(first.json().path("id").longValue()).isEqualTo(Integer.toUnsignedLong(first.id()));
            assertThat(first.json().at("/meta/timeoutMs").intValue()).isBetween(1, 3000);
            Request second = seen.remove();
            assertThat(second.json().has("params")).isFalse();
            assertThat(second.json().at("/meta/timeoutMs").intValue()).isBetween(9000, 10_000);
            assertThat(second.id()).isNotEqualTo(first.id());
        }
    }

    @Test
    void takesAnswersInFragmentsOfOneByteAndGluedTogether() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Request one = peer.next();
            for (byte b : frame(one.id(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"é\"}")) {
                peer.send(new byte[] {b});
            }
            ByteArrayOutputStream glued = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                Request request = peer.next();
                glued.write(frame(request.id(), "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":" + request.id() + "}"));
            }
            peer.send(glued.toByteArray());
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            assertThat(await(client.call("m", null)).textValue()).isEqualTo("é");
            List<Future<JsonNode>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(client.call("m", null));
            }
            await(Future.all(calls));
            assertThat(calls.stream().map(call -> call.result().intValue())).doesNotHaveDuplicates();
            await(client.close());
        }
    }

    @Test
    void resultsKeepTheDigitsOfTheirNumbers() throws Exception {
        String exact = "[1.0,0.10,9007199254740993,123456789012345678901234567890]";
        try (ScriptedServer server = new ScriptedServer(peer -> peer.answer(peer.next(), exact))) {
            assertThat(await(connect(server).call("m", null)).toString()).isEqualTo(exact);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes", "unknown", "else"})
    void anErrorCarriesWhatTheServerSaid(String executed) throws Exception {
        String data = "{\"executed\":\"" + executed + "\",\"retryAfterMs\":5}";
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.fail(peer.next(), "{\"code\":-32000,\"message\":\"Overloaded\",\"data\":" + data + "}");
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            RpcErrorException error = failure(client.call("m", null), RpcErrorException.class);
            assertThat(error.code()).isEqualTo(-32000);
            assertThat(error.errorMessage()).isEqualTo("Overloaded");
            assertThat(error).hasMessage("Overloaded (-32000)");
            assertThat(String.valueOf(error.data())).isEqualTo(data);
            assertThat(error.executed().name().toLowerCase(java.util.Locale.ROOT))
                    .isEqualTo(executed.equals("else") ? "unknown" : executed);
            await(client.close());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"data\":null", ",\"data\":\"no\"", ",\"data\":{}"})
    void executedIsUnknownWhereTheErrorDoesNotTell(String data) throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(peer -> peer.fail(peer.next(), "{\"code\":1,\"message\":\"\"" + data + "}"))) {
            RpcErrorException error = failure(connect(server).call("m", null), RpcErrorException.class);
            assertThat(error.executed()).isEqualTo(Executed.UNKNOWN);
        }
    }

    @Test
    void serverNotificationsAreIgnoredWithoutAHandler() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.send(0xFFFFFFFF, "garbage");
            peer.answer(peer.next(), "1");
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            assertThat(await(client.call("m", null)).intValue()).isEqualTo(1);
            await(client.close());
        }
    }

    @Test
    void serverNotificationsReachTheirHandlerEvenIfItThrows() throws Exception {
        BlockingQueue<RpcNotification> heard = new LinkedBlockingQueue<>();
        BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
        vertx.exceptionHandler(reported::add);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Request request = peer.next();
            peer.send(0xFFFFFFFF, "{\"jsonrpc\":\"2.0\",\"method\":\"$/drain\",\"params\":{\"deadlineMs\":5}}");
            peer.send(0xFFFFFFFF, "{\"jsonrpc\":\"2.0\",\"method\":\"$/goodbye\"}");
            peer.answer(request, "1");
            peer.awaitClose();
        })) {
            RpcClient client = connect(server).notificationHandler(notification -> {
                heard.add(notification);
                throw new IllegalStateException("thrown by the handler");
            });
            assertThat(await(client.call("m", null)).intValue()).isEqualTo(1);
            assertThat(heard)
                    .containsExactly(
                            new RpcNotification("$/drain", json("{\"deadlineMs\":5}")),
                            new RpcNotification("$/goodbye", null));
            assertThat(reported.poll(10, TimeUnit.SECONDS)).hasMessage("thrown by the handler");
            await(client.close());
        }
    }

    @Test
    void aListenerSeesEveryFrameAsItIs() throws Exception {
        List<Buffer> sent = new ArrayList<>();
        List<Buffer> received = new ArrayList<>();
        byte[] answer = frame(1, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}");
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            peer.send(answer);
            peer.awaitClose();
        })) {
            RpcClient client = connect(server).frameListener(new FrameListener() {
                @Override
                public void sent(Buffer frame) {
                    sent.add(frame);
                }

                @Override
                public void received(Buffer frame) {
                    received.add(frame);
                }
            });
            await(client.call("m", null, CallOptions.timeout(Duration.ofHours(1))));
            await(client.close());
            assertThat(received).containsExactly(Buffer.buffer(answer));
            assertThat(sent).hasSize(1);
            assertThat(sent.get(0).getInt(0)).isEqualTo(FrameHeader.MAGIC);
            assertThat(sent.get(0).getInt(4)).isEqualTo(1);
            assertThat(sent.get(0).getInt(8)).isEqualTo(sent.get(0).length() - FrameHeader.BYTES);
            assertThat(json(sent.get(0).getString(FrameHeader.BYTES, sent.get(0).length()))
                            .path("method")
                            .asText())
                    .isEqualTo("m");
        }
    }
}
