package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcClientBrokenServerTest extends ClientTest {
    @Test
    void aWrongMagicEndsTheConnection() throws Exception {
        assertThat(brokenBy(peer -> peer.send("HTTP/1.1 400 Bad".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .hasMessageContaining("broke the protocol: frame starts with 485454502f312e3120343030");
    }

    @Test
    void anAnswerAboveTheLimitEndsTheConnection() throws Exception {
        assertThat(brokenBy(peer -> peer.send(
                        new byte[] {(byte) 0xC0, (byte) 0xDE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 1, (byte) 0xFF, 0, 0, 0
                        })))
                .hasMessageContaining("its answer to request 1 exceeds maxResponseBytes 4259840");
    }

    @Test
    void anAnswerToNobodyEndsTheConnection() throws Exception {
        assertThat(brokenBy(peer -> peer.send(0xFFFFFFFE, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}")))
                .hasMessageContaining("it answered request 4294967294, which is not in flight");
    }

    @Test
    void anAnswerToANotificationEndsTheConnectionAndIsNamed() throws Exception {
        String error = "{\"code\":-32004,\"message\":\"Frame too large\"}";
        assertThat(brokenBy(peer -> peer.send(0, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":" + error + "}")))
                .hasMessageContaining("it answered a notification: Frame too large (-32004)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "7",
                "[]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}]",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"id\":1,\"result\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":{\"code\":1,\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1.5,\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":2147483648,\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1} trailing"
            })
    void aBodyThatIsNoResponseEndsTheConnection(String body) throws Exception {
        assertThat(brokenBy(peer -> peer.send(1, body)))
                .hasMessageContaining("its answer to request 1 is no JSON-RPC response: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{\"jsonrpc\":\"2.0\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":1}"
            })
    void aServerNotificationThatIsNoneEndsTheConnection(String body) throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            peer.send(0xFFFFFFFF, body);
            peer.awaitClose();
        })) {
            RpcClient client = connect(server).notificationHandler(notification -> {});
            assertThat(failure(client.call("m", null), RpcConnectionException.class))
                    .hasMessageContaining("its notification is no JSON-RPC: ");
        }
    }

    private RpcConnectionException brokenBy(ScriptedServer.Script afterTheRequest) throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            afterTheRequest.play(peer);
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            RpcConnectionException broken = failure(client.call("m", null), RpcConnectionException.class);
            assertThat(broken.executed()).isEqualTo(Executed.UNKNOWN);
            failure(client.closed(), RpcConnectionException.class);
            return broken;
        }
    }
}
