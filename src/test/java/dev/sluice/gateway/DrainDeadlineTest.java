package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.ids;
import static dev.sluice.gateway.TestClient.notification;
import static dev.sluice.gateway.TestClient.request;
import static dev.sluice.gateway.TestClient.requests;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The drain ends in time, whatever handlers and clients do, and says truthfully what it cut. */
class DrainDeadlineTest {
    private static final int DEADLINE_MS = 20_000;
    private static final int FLUSH_MS = 1_000;
    private static final int END_MS = 24_000;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    private final TestClient client = gateway.connect();

    @Test
    void waitingCallsAreTakenBackAndRunningOnesAreUnknown() {
        client.send(TestClient.frame(1, request(1, "long")));
        client.send(TestClient.frame(2, request(2, "long")));
        Call running = gateway.bus().nextStarted();
        Call waiting = gateway.bus().next();
        gateway.drain();
        gateway.passMs(DEADLINE_MS - 50);
        assertThat(client.answers()).isEmpty();

        gateway.passMs(50);
        assertThat(client.answers()).satisfiesExactlyInAnyOrder(unknown -> assertAnswer(unknown, 1, "unknown"), no -> {
            assertAnswer(no, 2, "no");
            assertThat(no.code()).isEqualTo(ErrorCode.DRAINING.code());
        });
        assertThat(running.isCancelled()).isTrue();
        assertThat(waiting.state()).isEqualTo(Call.State.WITHDRAWN);
        assertThat(gateway.meters().cutByDrainCount()).isEqualTo(2);
        assertThat(gateway.meters().count(Ending.UNKNOWN)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.REFUSED)).isEqualTo(1);
        assertThat(gateway.meters().count(Refusal.DRAINING)).isEqualTo(1);
        assertThat(gateway.meter("long").count(Outcome.REFUSED)).isEqualTo(1);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void aWaitingNotificationIsDroppedAsRefused() {
        client.sendFrame(1, notification("long"));
        gateway.drain();
        gateway.passMs(DEADLINE_MS);

        assertThat(client.transport().bytes()).isEmpty();
        assertThat(gateway.meters().count(Ending.REFUSED)).isEqualTo(1);
    }

    @Test
    void aConnectionWhoseAnswersAreNotTakenIsCutAfterTheTimeToFlush() {
        client.sendFrame(1, request(1, "long"));
        client.transport().takeNothing();
        gateway.bus().nextStarted();
        gateway.drain();
        gateway.passMs(DEADLINE_MS + FLUSH_MS - 50);
        assertThat(client.transport().isGone()).isFalse();

        gateway.passMs(50);
        assertThat(client.transport().aborted()).isTrue();
        assertThat(gateway.meters().count(CloseReason.DRAIN_DEADLINE)).isEqualTo(1);
        assertThat(gateway.meters().cutByDrainCount())
                .as("a call and its connection")
                .isEqualTo(2);
    }

    @Test
    void aConnectionWhoseAnswersWereTakenIsNotCut() {
        client.sendFrame(1, request(1, "long"));
        gateway.bus().nextStarted();
        gateway.drain();
        gateway.passMs(DEADLINE_MS + FLUSH_MS);

        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().isGone()).isFalse();
        assertThat(gateway.meters().cutByDrainCount()).isEqualTo(1);
    }

    @Test
    void noConnectionLivesLongerThanTheEnd() {
        client.sendFrame(1, request(1, "long"));
        gateway.drain();
        gateway.passMs(DEADLINE_MS);
        assertThat(client.transport().fin()).isTrue();
        gateway.passMs(END_MS - DEADLINE_MS - 50);
        client.sendHex("c0");
        assertThat(client.transport().closed()).isFalse();

        gateway.passMs(50);
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().connectionsNow()).isZero();
    }

    @Test
    void aClientThatFloodsIsLeftAloneAfterTheTimeToFlush() {
        client.sendFrame(1, request(1, "long"));
        gateway.drain();
        gateway.passMs(DEADLINE_MS - 50);
        for (int ms = 0; ms < FLUSH_MS; ms += 50) {
            floodUntilTheNextTick();
            assertThat(client.transport().fin()).isFalse();
        }
        floodUntilTheNextTick();

        assertThat(client.transport().fin()).isTrue();
        gateway.runTurns();
        assertThat(gateway.isIdle()).isTrue();
    }

    @Test
    void lateRepliesAfterTheDeadlineGoNowhere() {
        client.sendFrame(1, request(1, "long"));
        Call running = gateway.bus().nextStarted();
        gateway.drain();
        gateway.passMs(DEADLINE_MS);
        client.answers();

        gateway.bus().answer(running);
        gateway.runTurns();
        assertThat(client.answers()).isEmpty();
        assertThat(gateway.meters().lateReplyCount()).isEqualTo(1);
    }

    @Test
    void aBatchIsAnsweredWithWhatBecameOfEachEntry() {
        client.sendFrame(1, "[" + request(1, "long") + "," + request(2, "long") + "," + notification("long") + "]");
        Call done = gateway.bus().nextStarted();
        gateway.bus().nextStarted();
        gateway.bus().answer(done);
        gateway.drain();
        gateway.passMs(DEADLINE_MS);

        assertThat(client.answer().body()).hasSize(2);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void whoHasNotGotAllItsAnswersAtTheEndCounts() {
        TestClient slow = gateway.connect();
        TestClient done = gateway.connect();
        slow.transport().delivered(false);
        gateway.drain();
        gateway.passMs(END_MS - 50);
        assertThat(gateway.meters().cutByDrainCount()).isZero();

        gateway.passMs(50);
        assertThat(slow.transport().closed()).isTrue();
        assertThat(done.transport().closed()).isTrue();
        assertThat(gateway.meters().cutByDrainCount()).isEqualTo(1);
    }

    @Nested
    class WithAnEndRightBehindTheDeadline {
        private static final int SHORT_END_MS = DEADLINE_MS + FLUSH_MS / 2;

        @RegisterExtension
        final GatewayFixture hurried = new GatewayFixture(
                GatewayFixture.LIMITS,
                new DrainTimes(
                        1_000 * GatewayFixture.MS,
                        DEADLINE_MS * GatewayFixture.MS,
                        15_000 * GatewayFixture.MS,
                        SHORT_END_MS * GatewayFixture.MS));

        @Test
        void whatWasNotTakenByThenCountsAsCut() {
            TestClient slow = hurried.connect();
            slow.sendFrame(1, request(1, "long"));
            slow.transport().takeNothing();
            hurried.drain();
            hurried.passMs(SHORT_END_MS);

            assertThat(slow.transport().aborted()).isTrue();
            assertThat(hurried.meters().cutByDrainCount()).isEqualTo(2);
            assertThat(hurried.meters().count(CloseReason.DRAIN_DEADLINE)).isEqualTo(1);
        }
    }

    private void floodUntilTheNextTick() {
        client.arrive(requests(ids(1_000)));
        gateway.runTurn();
        gateway.clock(50 * GatewayFixture.MS);
        gateway.gateway().onTick();
    }

    private static void assertAnswer(TestClient.Answer answer, int requestId, String executed) {
        assertThat(answer.requestId()).isEqualTo(requestId);
        assertThat(answer.executed()).isEqualTo(executed);
    }
}
