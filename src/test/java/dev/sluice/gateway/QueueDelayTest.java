package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.notification;
import static dev.sluice.gateway.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No call waits for its handler longer than {@code limits.maxQueueDelay}, and none is added where one has. */
class QueueDelayTest {
    /** As many calls in flight as make a client one of those to blame for a queue. */
    private static final int[] MANY = {11, 12, 13, 14, 15, 16, 17, 18};

    private static final int MAX_MS = 500;
    private static final int SWEEP_MS = 10;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.with(
            new GatewayLimits.Calls(10, 10, MAX_MS * GatewayFixture.MS, 60_000 * GatewayFixture.MS)));

    private final TestClient client = gateway.connect();

    @Test
    void aWaitingCallIsTakenBackAndWasNotExecuted() {
        client.request(1);
        Call call = gateway.bus().next();
        gateway.passMs(MAX_MS - SWEEP_MS);
        assertThat(client.answers()).isEmpty();

        gateway.passMs(SWEEP_MS);
        assertOverloaded(client.answer());
        assertThat(call.state()).isEqualTo(Call.State.WITHDRAWN);
        assertThat(gateway.meters().count(Refusal.MAX_QUEUE_DELAY)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.REFUSED)).isEqualTo(1);
        assertThat(gateway.meter("work").count(Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void aCallBeforeABrokenStreamIsTakenBackAsWell() {
        client.request(1);
        Call call = gateway.bus().next();
        client.sendHex("00");
        gateway.passMs(MAX_MS - SWEEP_MS);
        assertThat(call.state()).isEqualTo(Call.State.WAITING);

        gateway.passMs(SWEEP_MS);
        assertThat(call.state()).isEqualTo(Call.State.WITHDRAWN);
        assertThat(gateway.meters().count(Refusal.MAX_QUEUE_DELAY))
                .as("nobody was told")
                .isZero();
        assertThat(gateway.meters().count(Ending.ABANDONED_BY_CLIENT)).isEqualTo(1);
    }

    @Test
    void itsSlotIsFreeAtOnce() {
        for (int i = 0; i < 2; i++) {
            gateway.connect().request(1, 2, 3, 4, 5);
        }
        gateway.passMs(MAX_MS);
        gateway.passMs(SWEEP_MS);
        client.request(1, 2, 3, 4, 5);

        assertThat(client.answers()).isEmpty();
    }

    @Test
    void aStartedCallIsNotRefusedAnyMore() {
        client.request(1);
        Call started = gateway.bus().nextStarted();
        gateway.passMs(5_000);
        assertThat(client.answers()).isEmpty();

        gateway.bus().answer(started);
        gateway.runTurns();
        assertThat(client.answer().result()).isEqualTo("1");
        assertThat(gateway.meters().count(Refusal.MAX_QUEUE_DELAY)).isZero();
    }

    @Test
    void startedCallsDoNotHoldNewOnesBack() {
        client.request(1);
        gateway.bus().nextStarted();
        gateway.passMs(5_000);
        client.request(2);

        assertThat(client.answers()).isEmpty();
        assertThat(gateway.bus().waiting()).isEqualTo(1);
    }

    @Test
    void newCallsAreRefusedAtOnceWhileTheOldestIsLate() {
        client.request(MANY);
        gateway.passMs(MAX_MS - SWEEP_MS);
        client.request(2);
        client.sendFrame(3, notification("work"));
        client.sendFrame(4, "[" + request(4, "brief") + "]");

        assertThat(client.answers()).satisfiesExactly(QueueDelayTest::assertOverloaded, batch -> assertThat(
                        batch.body().path(0).path("error").path("code").asInt())
                .isEqualTo(ErrorCode.OVERLOADED.code()));
        assertThat(gateway.bus().waiting()).isEqualTo(MANY.length);
        assertThat(gateway.meters().count(Refusal.MAX_QUEUE_DELAY)).isEqualTo(3);
        assertThat(gateway.meters().notificationCount(Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void newCallsAreTakenWhileTheOldestIsNotLate() {
        client.request(1);
        gateway.passMs(MAX_MS - 4 * SWEEP_MS);
        client.request(2);

        assertThat(client.answers()).isEmpty();
        assertThat(gateway.bus().waiting()).isEqualTo(2);
    }

    @Test
    void aClientWithFewCallsInFlightIsNotRefusedForTheQueueOfOthers() {
        client.request(MANY);
        gateway.passMs(MAX_MS - SWEEP_MS);
        TestClient other = gateway.connect();
        other.request(2);

        assertThat(other.answers()).isEmpty();
        assertThat(gateway.bus().waiting()).isEqualTo(MANY.length + 1);
    }

    @Test
    void otherLanesTakeCallsAsBefore() {
        client.request(1);
        gateway.passMs(MAX_MS - SWEEP_MS);
        client.sendFrame(2, request(2, "elsewhere"));
        assertThat(client.answers()).isEmpty();

        gateway.bus().answer(gateway.bus().next(2).get(1));
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(2);
    }

    @Test
    void aLateCallOfAnotherLaneIsNotOurs() {
        for (int id : MANY) {
            client.sendFrame(id, request(id, "elsewhere"));
        }
        gateway.passMs(MAX_MS - SWEEP_MS);
        client.request(1);

        assertThat(client.answers()).isEmpty();
        client.sendFrame(3, request(3, "elsewhere"));
        assertOverloaded(client.answer());
    }

    @Test
    void aLaneRecoversWhenItsOldestCallStarts() {
        client.request(1);
        gateway.passMs(MAX_MS - SWEEP_MS);
        gateway.bus().nextStarted();
        gateway.passMs(SWEEP_MS);
        client.request(2);

        assertThat(client.answers()).isEmpty();
        assertThat(gateway.bus().waiting()).isEqualTo(1);
    }

    @Test
    void aLaneRecoversWhenItsOldestCallWasTakenBack() {
        client.request(1);
        gateway.passMs(MAX_MS);
        assertOverloaded(client.answer());
        gateway.passMs(SWEEP_MS);
        client.request(2);

        assertThat(client.answers()).isEmpty();
    }

    @Test
    void onlyTheLateOnesAreTakenBack() {
        client.request(1);
        gateway.passMs(100);
        client.request(2);
        gateway.passMs(MAX_MS - 100);
        assertThat(client.answeredIds()).containsExactly(1);

        gateway.passMs(100);
        assertThat(client.answeredIds()).containsExactly(2);
    }

    @Test
    void aDeadlineThatPassesFirstIsADeadline() {
        client.sendFrame(1, request(1, "brief"));
        gateway.passMs(MAX_MS);

        assertThat(client.answer().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED.code());
    }

    private static void assertOverloaded(TestClient.Answer answer) {
        assertThat(answer.code()).isEqualTo(ErrorCode.OVERLOADED.code());
        assertThat(answer.executed()).isEqualTo("no");
        assertThat(answer.body().path("error").path("data").path("retryAfterMs").asInt())
                .isPositive();
        assertThat(answer.body().toString()).contains("limits.maxQueueDelay 500 ms");
    }
}
