package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.notification;
import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code $/cancelRequest} answers a request that is in flight, and says truthfully whether it ran. */
class CancelTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(5, 100));

    private final TestClient client = gateway.connect();

    @Nested
    class ACallThatWaits {
        @Test
        void isAnsweredAndNeverStarts() {
            client.request(1);
            Call call = gateway.bus().next();
            cancel("1");

            TestClient.Answer answer = client.answer();
            assertCancelled(answer, 1, "no");
            assertThat(answer.body().path("id").asInt()).isEqualTo(1);
            assertThat(call.start()).isFalse();
            gateway.bus().skip(call);
            gateway.runTurns();
            assertThat(client.answers()).isEmpty();
            assertThat(gateway.meter("work").count(Outcome.CANCELLED)).isEqualTo(1);
            assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
            assertThat(gateway.meters().lateReplyCount()).isZero();
        }

        @Test
        void isCancelledEvenBeforeItLeftTheOutbox() {
            client.arrive(TestClient.requests(1));
            client.arrive(TestClient.frame(0, cancelOf("1")));
            gateway.runTurns();

            assertCancelled(client.answer(), 1, "no");
            assertThat(gateway.bus().next().state()).isEqualTo(Call.State.WITHDRAWN);
        }

        @Test
        void freesTheNodesSlotAtOnce() {
            client.request(1, 2, 3, 4, 5);
            cancel("3");
            client.answers();
            client.request(6);

            assertThat(client.answers()).isEmpty();
        }
    }

    @Nested
    class ACallThatRuns {
        @Test
        void isToldAndAnsweredUnknownAndItsLateReplyIsDropped() {
            client.request(1);
            Call call = gateway.bus().nextStarted();
            boolean[] told = new boolean[1];
            call.onCancel(() -> told[0] = true);
            cancel("1");

            assertCancelled(client.answer(), 1, "unknown");
            assertThat(told[0] && call.isCancelled()).isTrue();
            assertThat(gateway.meters().count(Ending.UNKNOWN)).isEqualTo(1);
            assertThat(gateway.meter("work").count(Outcome.CANCELLED)).isEqualTo(1);
            gateway.bus().answer(call);
            gateway.runTurns();
            assertThat(client.answers()).isEmpty();
            assertThat(gateway.meters().lateReplyCount()).isEqualTo(1);
        }

        @Test
        void keepsTheNodesSlotUntilItsHandlerHasEnded() {
            client.request(1, 2, 3, 4, 5);
            Call running = gateway.bus().nextStarted();
            cancel("1");
            client.answers();
            client.request(6);
            assertThat(client.answer().code()).isEqualTo(ErrorCode.OVERLOADED.code());

            gateway.bus().answer(running);
            gateway.runTurns();
            client.request(7);
            assertThat(client.answers()).isEmpty();
        }

        @Test
        void isCancelledOnce() {
            client.request(1);
            gateway.bus().nextStarted();
            cancel("1");
            cancel("1");

            assertThat(client.answers()).hasSize(1);
        }
    }

    @Nested
    class Nothing {
        @Test
        void happensToACallThatWasAnswered() {
            client.request(1);
            gateway.bus().answer(gateway.bus().next());
            cancel("1");

            assertThat(client.answer().result()).isEqualTo("1");
        }

        @Test
        void happensForAnIdNobodyHas() {
            client.request(1);
            cancel("2");

            assertThat(client.answers()).isEmpty();
            assertThat(gateway.meters().count(Ending.NOTIFICATION)).isEqualTo(1);
        }

        @Test
        void happensToACallOfAnotherConnection() {
            client.request(1);
            TestClient other = gateway.connect();
            other.sendFrame(0, cancelOf("1"));

            assertThat(gateway.bus().next().start()).isTrue();
            assertThat(client.answers()).isEmpty();
            assertThat(other.answers()).isEmpty();
        }

        @Test
        void happensToANotificationWhichHasNoId() {
            client.sendFrame(1, notification("work"));
            cancel("1");

            assertThat(gateway.bus().next().start()).isTrue();
        }
    }

    @Nested
    class TheId {
        @ParameterizedTest
        @CsvSource({"1, 1.0", "1, '\"1\"'", "'\"1\"', 1", "'\"a\"', '\"\\u0061\"'", "1, 10e-1", "0, -0"})
        void isComparedAsTextToTheByte(String id, String cancelled) {
            sendWithId(id);
            cancel(cancelled);
            assertThat(client.answers()).isEmpty();

            cancel(id);
            assertCancelled(client.answer(), 7, "no");
        }

        @Test
        void isThatOfTheBodyAndNotOfTheFrame() {
            client.sendFrame(2, work(1));
            client.sendFrame(1, work(2));
            cancel("1");

            assertCancelled(client.answer(), 2, "no");
        }

        @Test
        void ofSeveralRequestsIsThatOfTheLastOne() {
            client.sendFrame(10, work(1));
            client.sendFrame(11, work(1));
            cancel("1");
            assertCancelled(client.answer(), 11, "no");

            cancel("1");
            assertCancelled(client.answer(), 10, "no");
        }

        private void sendWithId(String id) {
            client.sendFrame(7, "{\"jsonrpc\":\"2.0\",\"method\":\"work\",\"id\":" + id + "}");
        }
    }

    @Nested
    class InABatch {
        @Test
        void anEntryIsCancelledInItsPlace() {
            client.sendFrame(5, "[" + work(1) + "," + work(2) + "]");
            Call first = gateway.bus().next();
            cancel("2");
            assertThat(client.answers()).isEmpty();

            gateway.bus().answer(first);
            gateway.runTurns();
            TestClient.Answer answer = client.answer();
            assertThat(answer.requestId()).isEqualTo(5);
            assertThat(answer.body().toString()).contains("-32800", "\"executed\":\"no\"", "\"result\":1");
        }

        @Test
        void aCancelReachesTheEntriesBeforeIt() {
            client.sendFrame(5, "[" + work(1) + "," + cancelOf("1") + "]");

            TestClient.Answer answer = client.answer();
            assertThat(answer.body()).hasSize(1);
            assertThat(answer.body().toString()).contains("-32800");
        }
    }

    @Nested
    class TheCancelItself {
        @Test
        void asARequestIsAnsweredWithNull() {
            client.request(1);
            client.sendFrame(
                    9, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":1},\"id\":\"c\"}");

            assertThat(client.answers()).satisfiesExactly(cancelled -> assertCancelled(cancelled, 1, "no"), answer -> {
                assertThat(answer.requestId()).isEqualTo(9);
                assertThat(answer.body().toString()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":\"c\"}");
            });
            assertThat(gateway.meter("$/cancelRequest").count(Outcome.OK)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"[1]", "{}", "{\"id\":null}", "{\"id\":[1]}"})
        void withParamsOfAnotherFormIsRefused(String params) {
            client.request(1);
            client.sendFrame(
                    9, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":" + params + ",\"id\":2}");
            TestClient.Answer answer = client.answer();
            assertThat(answer.code()).isEqualTo(ErrorCode.INVALID_PARAMS.code());
            assertThat(answer.executed()).isEqualTo("no");

            client.sendFrame(9, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":" + params + "}");
            assertThat(client.answers()).isEmpty();
            assertThat(gateway.bus().next().start()).isTrue();
        }

        @Test
        void isHeardAfterTheCutOfADrain() {
            client.request(1);
            gateway.bus().nextStarted();
            gateway.drain();
            gateway.passMs(1_000);
            cancel("1");

            assertCancelled(client.answer(), 1, "unknown");
        }
    }

    private void cancel(String id) {
        client.sendFrame(0, cancelOf(id));
    }

    static String cancelOf(String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":" + id + "}}";
    }

    static void assertCancelled(TestClient.Answer answer, int requestId, String executed) {
        assertThat(answer.requestId()).isEqualTo(requestId);
        assertThat(answer.code()).isEqualTo(ErrorCode.CANCELLED.code());
        assertThat(answer.executed()).isEqualTo(executed);
    }
}
