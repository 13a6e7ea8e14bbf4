package dev.sluice.gateway;

import static dev.sluice.gateway.CancelTest.assertCancelled;
import static dev.sluice.gateway.CancelTest.cancelOf;
import static dev.sluice.gateway.TestClient.ids;
import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.gateway.Transport.Reading;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While all slots of a connection are taken, the one thing that could free them is heard all the same. */
class CancelParkedTest {
    private static final int LIMIT = 2;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(1_000, LIMIT));

    private final TestClient client = gateway.connect();

    @Test
    void aCancelBehindAFullConnectionFreesASlotForTheNext() {
        client.request(0, 1, 2, 3);
        Call running = gateway.bus().nextStarted();
        cancel("0");

        assertCancelled(client.answer(), 0, "unknown");
        assertThat(running.isCancelled()).isTrue();
        assertThat(gateway.bus().next(2)).extracting(Call::requestId).containsExactly(1, 2);
    }

    @Test
    void aCancelBehindManyParkedFramesIsHeard() {
        client.request(ids(LIMIT + FrameIntake.MAX_PARKED - 1));
        cancel("1");

        assertCancelled(client.answer(), 1, "no");
    }

    @Test
    void aCancelBehindMoreThanCanBeParkedWaitsWithTheRest() {
        client.request(ids(LIMIT + FrameIntake.MAX_PARKED));
        assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
        cancel("1");
        assertThat(client.answers()).isEmpty();

        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(0, 1);
    }

    @Test
    void aParkedRequestIsCancelledAndNeverDispatched() {
        client.request(0, 1, 2, 3);
        cancel("2");
        assertCancelled(client.answer(), 2, "no");
        assertThat(gateway.meter("work").count(Outcome.CANCELLED)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);

        gateway.bus().endAll();
        gateway.runTurns();
        gateway.bus().endAll();
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(0, 1, 3);
    }

    @Test
    void ofTwoParkedRequestsWithOneIdTheFirstIsCancelled() {
        client.request(0, 1);
        client.sendFrame(10, work(7));
        client.sendFrame(11, work(7));
        cancel("7");

        assertCancelled(client.answer(), 10, "no");
    }

    @Test
    void entriesOfAParkedBatchStay() {
        client.request(0, 1);
        client.sendFrame(10, "[" + work(7) + "]");
        cancel("7");
        assertThat(client.answers()).isEmpty();

        gateway.bus().endAll();
        gateway.runTurns();
        gateway.bus().endAll();
        gateway.runTurns();
        assertThat(client.answers().get(2).body().toString()).contains("\"result\":1");
    }

    @Test
    void aCancelInABatchWaitsInItsPlace() {
        client.request(0, 1);
        client.sendFrame(10, "[" + cancelOf("0") + "]");
        assertThat(client.answers()).isEmpty();

        gateway.bus().next();
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(1, 0);
    }

    @Test
    void aCancelForNobodyLeavesWhatIsParkedInItsOrder() {
        client.request(0, 1, 2, 3);
        cancel("9");
        gateway.bus().endAll();
        gateway.runTurns();

        assertThat(gateway.bus().next(4)).extracting(Call::requestId).containsExactly(0, 1, 2, 3);
    }

    private void cancel(String id) {
        client.sendFrame(99, cancelOf(id));
    }
}
