package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rpc.hello} says who the server is, and lets it say things unasked from then on. */
class HelloTest {
    static final String DRAIN = "{\"capabilities\":[\"drain\"]}";

    private static final int NOTIFICATIONS = 0xFFFF_FFFF;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    private final TestClient client = gateway.connect();

    @Nested
    class TheGreeting {
        @Test
        void saysWhatTheServerIsAndAllows() {
            client.sendFrame(5, hello(DRAIN));
            TestClient.Answer answer = client.answer();

            assertThat(answer.requestId()).isEqualTo(5);
            assertThat(answer.body().toString())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{\"server\":\"sluice\",\"version\":\"1.2.3\","
                            + "\"node\":\"node-1\",\"capabilities\":[\"drain\"],\"limits\":{\"maxFrameBytes\":1048576}},"
                            + "\"id\":\"h\"}");
            assertThat(gateway.meter("rpc.hello").count(Outcome.OK)).isEqualTo(1);
            assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
            assertThat(gateway.bus().waiting()).as("no handler takes part").isZero();
        }

        @Test
        void isTheSameWithoutParams() {
            client.sendFrame(5, "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.hello\",\"id\":\"h\"}");

            assertThat(client.answer().result()).contains("\"server\":\"sluice\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[\"drain\"]", "{\"capabilities\":\"drain\"}", "{\"capabilities\":[\"drain\",1]}"})
        void isRefusedForParamsOfAnotherFormAndNothingIsSaidLater(String params) {
            client.sendFrame(5, hello(params));
            TestClient.Answer answer = client.answer();
            assertThat(answer.code()).isEqualTo(ErrorCode.INVALID_PARAMS.code());
            assertThat(answer.executed()).isEqualTo("no");
            assertThat(gateway.meter("rpc.hello").count(Outcome.ERROR)).isEqualTo(1);

            assertNothingIsSaidOfTheDrain();
        }

        @Test
        void isNotSentForANotificationWhichCountsAllTheSame() {
            client.sendFrame(5, "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.hello\",\"params\":" + DRAIN + "}");
            assertThat(client.answers()).isEmpty();
            assertThat(gateway.meters().count(Ending.NOTIFICATION)).isEqualTo(1);

            gateway.drain();
            assertThat(client.answer().body().toString()).contains("$/drain");
        }

        @Test
        void standsInTheAnswerToItsBatch() {
            client.sendFrame(5, "[" + work(1) + "," + hello(DRAIN) + "]");
            assertThat(client.answers()).isEmpty();
            gateway.bus().answer(gateway.bus().next());
            gateway.runTurns();

            TestClient.Answer answer = client.answer();
            assertThat(answer.requestId()).isEqualTo(5);
            assertThat(answer.body().path(0).path("result").path("server").asText())
                    .isEqualTo("sluice");
            gateway.drain();
            assertThat(client.answer().body().toString()).contains("$/drain");
        }

        @Test
        void isRefusedAfterTheCutLikeEverythingElse() {
            client.request(1);
            gateway.drain();
            gateway.passMs(1_000);
            client.sendFrame(5, hello(DRAIN));

            assertThat(client.answer().code()).isEqualTo(ErrorCode.DRAINING.code());
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"capabilities\":[]}", "{\"capabilities\":[\"compression\"]}"})
        void withoutTheCapabilityLetsNothingBeSaid(String params) {
            client.sendFrame(5, hello(params));
            assertThat(client.answer().code()).isZero();

            assertNothingIsSaidOfTheDrain();
        }

        @Test
        void isNeededForAnythingToBeSaid() {
            client.request(1);
            gateway.bus().endAll();
            gateway.runTurns();
            client.answers();

            assertNothingIsSaidOfTheDrain();
        }

        private void assertNothingIsSaidOfTheDrain() {
            gateway.drain();
            gateway.passMs(1_000);
            assertThat(client.answers()).isEmpty();
            assertThat(client.transport().fin()).isTrue();
        }
    }

    @Nested
    class TheFrameIdOfNotifications {
        @Test
        void isTheClientsBeforeHello() {
            client.sendFrame(NOTIFICATIONS, work(1));
            gateway.bus().answer(gateway.bus().next());
            gateway.runTurns();
            assertThat(client.answer().requestId()).isEqualTo(NOTIFICATIONS);

            client.sendFrame(NOTIFICATIONS, hello(DRAIN));
            assertThat(client.answer().code()).isZero();
        }

        @Test
        void isTheClientsAfterAHelloWithoutTheCapability() {
            client.sendFrame(1, hello("{}"));
            client.answers();
            client.sendFrame(NOTIFICATIONS, work(1));

            assertThat(client.answers()).isEmpty();
            assertThat(gateway.bus().waiting()).isEqualTo(1);
        }

        @Test
        void isRefusedAfterHelloAndItsNeighbourIsNot() {
            client.sendFrame(1, hello(DRAIN));
            client.answers();
            client.sendFrame(NOTIFICATIONS, work(7));
            TestClient.Answer answer = client.answer();
            assertThat(answer.requestId()).isEqualTo(NOTIFICATIONS);
            assertThat(answer.code()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
            assertThat(answer.executed()).isEqualTo("no");
            assertThat(answer.body().path("id").asInt()).isEqualTo(7);
            assertThat(gateway.bus().waiting()).isZero();

            client.sendFrame(NOTIFICATIONS - 1, work(8));
            assertThat(gateway.bus().waiting()).isEqualTo(1);
            assertThat(client.transport().fin()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[{\"jsonrpc\":\"2.0\",\"method\":\"work\",\"id\":1}]",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"work\"}",
                    "no json"
                })
        void isRefusedWhateverTheBody(String body) {
            client.sendFrame(1, hello(DRAIN));
            client.answers();
            client.sendFrame(NOTIFICATIONS, body);

            TestClient.Answer answer = client.answer();
            assertThat(answer.code()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
            assertThat(answer.body().get("id").isNull()).isTrue();
            assertThat(gateway.bus().waiting()).isZero();
        }

        @Test
        void isRefusedInTheSamePieceBehindHello() {
            byte[] first = frame(1, hello(DRAIN));
            byte[] second = frame(NOTIFICATIONS, work(1));
            byte[] both = new byte[first.length + second.length];
            System.arraycopy(first, 0, both, 0, first.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            client.send(both);

            assertThat(client.answers())
                    .extracting(TestClient.Answer::code)
                    .isEqualTo(List.of(0, ErrorCode.INVALID_REQUEST.code()));
        }
    }

    /** A hello with the id {@code "h"}. */
    static String hello(String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.hello\",\"params\":" + params + ",\"id\":\"h\"}";
    }
}
