package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.ids;
import static dev.sluice.gateway.TestClient.notification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.gateway.Transport.Reading;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection of a node that goes away: what is read before the cut is executed, and FIN loses nothing. */
class DrainTest {
    private static final int LIMIT = 10;
    private static final int SILENCE_MS = 200;
    private static final int CUT_MS = 1_000;
    private static final int REFUSAL_MS = 1_000;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(1_000, LIMIT));

    private final TestClient client = gateway.connect();

    @Test
    void executesWhatIsReadUntilTheCut() {
        client.request(1);
        gateway.drain();
        gateway.passMs(CUT_MS - 50);
        client.request(2);
        assertThat(gateway.bus().waiting()).isEqualTo(2);

        gateway.bus().endAll();
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(1, 2);
    }

    @Test
    void refusesWhatIsReadAfterTheCut() {
        client.request(1);
        gateway.drain();
        gateway.passMs(CUT_MS);
        client.request(2);

        TestClient.Answer answer = client.answer();
        assertThat(answer.requestId()).isEqualTo(2);
        assertThat(answer.code()).isEqualTo(ErrorCode.DRAINING.code());
        assertThat(answer.executed()).isEqualTo("no");
        assertThat(gateway.bus().waiting()).isEqualTo(1);
        assertThat(gateway.meters().count(Refusal.DRAINING)).isEqualTo(1);
        assertThat(gateway.meter("work").count(Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void dropsNotificationsAfterTheCutAndCountsThemAsRefused() {
        client.request(1);
        gateway.drain();
        client.sendFrame(2, notification("work"));
        gateway.passMs(CUT_MS);
        client.sendFrame(3, notification("work"));

        assertThat(client.answers()).isEmpty();
        assertThat(gateway.bus().waiting()).isEqualTo(2);
        assertThat(gateway.meters().count(Ending.REFUSED)).isEqualTo(1);
        assertThat(gateway.meters().notificationCount(Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void readsOnAtTheInFlightLimitAndRefusesWhatIsBeyond() {
        client.request(ids(LIMIT));
        gateway.drain();

        client.request(77);
        TestClient.Answer answer = client.answer();
        assertThat(answer.requestId()).isEqualTo(77);
        assertThat(answer.code()).isEqualTo(ErrorCode.DRAINING.code());
        assertThat(client.transport().reading()).isEqualTo(Reading.ON);
        gateway.bus().answer(gateway.bus().next());
        client.request(78);
        assertThat(client.answeredIds()).containsExactly(0);
        assertThat(gateway.bus().waiting()).isEqualTo(LIMIT);
    }

    @Test
    void framesHeldBackByTheInFlightLimitAreAnsweredWhenTheDrainBegins() {
        client.request(ids(LIMIT + 2));
        gateway.drain();

        assertThat(client.answeredIds()).containsExactly(LIMIT, LIMIT + 1);
    }

    @Test
    void sendsFinAfterSilence() {
        gateway.drain();
        gateway.passMs(SILENCE_MS - 50);
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(50);
        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().closed()).isFalse();
    }

    @Test
    void everyByteEndsTheSilence() {
        gateway.drain();
        gateway.passMs(SILENCE_MS - 50);
        client.sendHex("c0");
        gateway.passMs(SILENCE_MS - 50);
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(50);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void silenceBeforeTheDrainDoesNotCount() {
        gateway.passMs(10_000);
        gateway.drain();
        gateway.passMs(SILENCE_MS - 50);

        assertThat(client.transport().fin()).isFalse();
    }

    @Test
    void aClientThatIsNotReadIsNotSilent() {
        client.request(1);
        client.transport().takeNothing();
        gateway.bus().answer(gateway.bus().next(), "\"" + "x".repeat(300 * 1024) + "\"");
        gateway.runTurns();
        assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
        gateway.drain();
        gateway.passMs(500);

        client.transport().takeEverything();
        gateway.runTurns();
        assertThat(client.transport().reading()).isEqualTo(Reading.ON);
        assertThat(client.transport().fin()).isFalse();
        client.request(2);
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(1, 2);
        gateway.passMs(SILENCE_MS);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void theClientsFinEndsTheConnectionAtOnce() {
        gateway.drain();
        client.fin();

        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.DRAINED)).isEqualTo(1);
    }

    @Test
    void aClientThatNeverFallsSilentIsAnsweredForOneSecondAfterTheCut() {
        gateway.drain();
        int id = 0;
        for (int ms = 0; ms < CUT_MS + REFUSAL_MS - 100; ms += 100) {
            client.request(id++);
            gateway.bus().endAll();
            gateway.passMs(100);
        }
        client.request(id++);
        assertThat(client.transport().fin()).isFalse();
        assertThat(client.answeredIds()).hasSize(id);

        gateway.passMs(100);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void neverSendsFinWhileACallIsInFlight() {
        client.request(1);
        Call call = gateway.bus().nextStarted();
        gateway.drain();
        gateway.passMs(5_000);
        assertThat(client.transport().fin()).isFalse();

        gateway.bus().answer(call);
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(1);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void neverSendsFinWhileAnAnswerIsNotTaken() {
        client.transport().takeNothing();
        client.request(1);
        gateway.bus().answer(gateway.bus().next());
        gateway.drain();
        gateway.passMs(5_000);
        assertThat(client.transport().fin()).isFalse();

        client.transport().takeEverything();
        gateway.passMs(50);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void theTimeToCloseBeginsWhenAClientHasItsAnswers() {
        gateway.drain();
        gateway.passMs(SILENCE_MS);
        assertThat(client.transport().fin()).isTrue();
        client.transport().delivered(false);
        gateway.passMs(16_000);
        assertThat(client.transport().closed()).isFalse();

        client.transport().delivered(true);
        gateway.passMs(5_000);
        assertThat(client.transport().closed()).isFalse();
        gateway.passMs(100);
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void lingersUntilTheClientsFin() {
        gateway.drain();
        gateway.passMs(SILENCE_MS);
        client.request(1);
        assertThat(gateway.meters().receivedCount()).isZero();
        assertThat(client.transport().closed()).isFalse();

        client.fin();
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void lingersForFiveSecondsOfSilence() {
        gateway.drain();
        gateway.passMs(SILENCE_MS);
        gateway.passMs(3_000);
        client.sendHex("00");
        gateway.passMs(4_950);
        assertThat(client.transport().closed()).isFalse();

        gateway.passMs(50);
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void lingersForFifteenSecondsWithAClientThatGoesOn() {
        gateway.drain();
        gateway.passMs(SILENCE_MS);
        for (int i = 0; i < 14; i++) {
            gateway.passMs(1_000);
            client.sendHex("00");
        }
        gateway.passMs(1_000);
        assertThat(client.transport().closed()).isFalse();

        gateway.passMs(50); // it was seen to have everything a tick after the FIN
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.DRAINED)).isEqualTo(1);
        assertThat(gateway.meters().cutByDrainCount()).isZero();
    }

    @Test
    void aConnectionThatWasBeingAcceptedIsDrainedToo() {
        gateway.drain();
        TestClient late = gateway.connect();
        gateway.runTurns();
        late.request(1);
        gateway.bus().endAll();
        gateway.passMs(SILENCE_MS);

        assertThat(late.answeredIds()).containsExactly(1);
        assertThat(late.transport().fin()).isTrue();
    }
}
