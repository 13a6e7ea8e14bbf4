package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that is gone leaves no work behind that did not begin, and its slots only while handlers run. */
class ClientGoneTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(2, 10));

    private final TestClient client = gateway.connect();

    @Test
    void waitingCallsAreTakenBackAndRunningOnesCancelled() {
        client.request(1, 2);
        Call running = gateway.bus().nextStarted();
        Call waiting = gateway.bus().next();
        client.disconnect();

        assertThat(running.isCancelled()).isTrue();
        assertThat(waiting.state()).isEqualTo(Call.State.WITHDRAWN);
        assertThat(gateway.meters().count(Ending.ABANDONED_BY_CLIENT)).isEqualTo(2);
        assertThat(gateway.meter("work").count(Outcome.CANCELLED)).isEqualTo(2);
        assertThat(gateway.meters().count(CloseReason.CLIENT)).isEqualTo(1);
    }

    @Test
    void aCancelledCallKeepsItsSlotUntilItsHandlerEnds() {
        client.request(1, 2);
        Call running = gateway.bus().nextStarted();
        client.disconnect();
        TestClient other = gateway.connect();
        other.request(3, 4);
        assertThat(other.answer().code()).isEqualTo(-32000);

        gateway.bus().answer(running);
        gateway.runTurns();
        assertThat(gateway.meters().lateReplyCount()).isEqualTo(1);
        other.request(5);
        assertThat(other.answers()).isEmpty();
    }

    @Test
    void aCancelledCallThatNeverEndsIsAbandonedAfterItsDeadline() {
        client.request(1);
        gateway.bus().nextStarted();
        client.disconnect();
        gateway.passMs(10_000 + 60_000 - 10);
        assertThat(gateway.meter("work").abandonedNow()).isZero();

        gateway.passMs(10);
        assertThat(gateway.meter("work").abandonedNow()).isEqualTo(1);
    }

    @Test
    void aNotificationOfAClientThatIsGoneStaysANotification() {
        client.sendFrame(1, TestClient.notification("work"));
        client.disconnect();

        assertThat(gateway.meters().count(Ending.NOTIFICATION)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.ABANDONED_BY_CLIENT)).isZero();
    }

    @Test
    void aBatchThatIsHalfAnsweredEndsWithItsConnection() {
        client.sendFrame(1, "[" + TestClient.work(1) + "," + TestClient.work(2) + "]");
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        client.disconnect();

        assertThat(client.transport().bytes()).isEmpty();
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.ABANDONED_BY_CLIENT)).isEqualTo(1);
    }

    @Test
    void aReplyInTheTurnInWhichTheClientLeftIsDropped() {
        client.request(1);
        Call call = gateway.bus().nextStarted();
        gateway.bus().answer(call);
        client.disconnect();

        assertThat(client.transport().bytes()).isEmpty();
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
    }

    @Test
    void framesNotYetParsedAreForgotten() {
        TestClient full = gateway.connect();
        full.arrive(TestClient.requests(TestClient.ids(300)));
        long received = gateway.meters().receivedCount();
        full.disconnect();

        assertThat(gateway.meters().receivedCount()).isEqualTo(received);
    }
}
