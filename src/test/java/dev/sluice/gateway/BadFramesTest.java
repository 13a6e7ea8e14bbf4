package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.metrics.Brake;
import dev.sluice.metrics.CloseReason;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client whose bodies are no JSON, again and again, does not know what it does: its connection ends. */
class BadFramesTest {
    private static final int MOST = 100;
    private static final int WINDOW_MS = 10_000;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(1_000, 1));

    private final TestClient client = gateway.connect();

    @Test
    void theHundredthInTenSecondsIsAnsweredAndEndsTheConnection() {
        sendBad(MOST - 1);
        gateway.passMs(WINDOW_MS - 10);
        assertThat(client.transport().fin()).isFalse();

        sendBad(1);
        List<TestClient.Answer> answers = client.answers();
        assertThat(answers).hasSize(MOST).extracting(TestClient.Answer::code).containsOnly(-32700);
        assertThat(client.transport().fin()).isTrue();
        assertThat(gateway.meters().count(Brake.BAD_FRAMES)).isEqualTo(MOST);
        client.fin();
        assertThat(gateway.meters().count(CloseReason.BAD_FRAMES)).isEqualTo(1);
    }

    @Test
    void ninetyNineInTenSecondsAreBearable() {
        for (int i = 0; i < 5; i++) {
            sendBad(MOST - 1);
            gateway.passMs(WINDOW_MS);
        }

        assertThat(client.answers()).hasSize(5 * (MOST - 1));
        assertThat(client.transport().fin()).isFalse();
    }

    @Test
    void theTenSecondsBeginWithABadFrameAndNotWithTheConnection() {
        gateway.passMs(WINDOW_MS - 1_000);
        sendBad(MOST / 2);
        gateway.passMs(WINDOW_MS - 1_000);
        sendBad(MOST / 2);

        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void goodFramesBetweenThemDoNotHelp() {
        for (int i = 0; i < MOST; i++) {
            client.request(i);
            gateway.bus().endAll();
            sendBad(1);
        }

        assertThat(client.transport().fin()).isTrue();
        assertThat(client.answers()).hasSize(2 * MOST);
    }

    @Test
    void onlyBodiesThatAreNoJsonCount() {
        for (int i = 0; i < 2 * MOST; i++) {
            client.sendFrame(i, i % 2 == 0 ? "[1,{}]" : TestClient.request(i, "no.such.method"));
        }

        assertThat(client.answers()).hasSize(2 * MOST);
        assertThat(client.transport().fin()).isFalse();
        assertThat(gateway.meters().count(Brake.BAD_FRAMES)).isZero();
    }

    @Test
    void whatFollowsTheLastOneIsNotExecuted() {
        sendBad(MOST - 1);
        ByteArrayOutputStream last = new ByteArrayOutputStream();
        last.writeBytes(frame(1, "bad"));
        last.writeBytes(TestClient.requests(2));
        client.send(last.toByteArray());

        assertThat(gateway.meters().receivedCount()).isEqualTo(MOST);
        assertThat(gateway.bus().waiting()).isZero();
    }

    @Test
    void whatIsInFlightIsAnsweredBeforeFin() {
        sendBad(MOST - 1);
        client.request(7);
        client.answers();
        client.sendFrame(8, "bad behind a call that has the only slot");
        assertThat(client.answers()).isEmpty();

        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(7, 8);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void ofAnotherConnectionDoNotCount() {
        TestClient other = gateway.connect();
        sendBad(MOST - 1);
        other.sendFrame(1, "bad");

        assertThat(client.transport().fin()).isFalse();
        assertThat(other.transport().fin()).isFalse();
    }

    private void sendBad(int count) {
        for (int i = 0; i < count; i++) {
            client.sendFrame(i, "no json");
        }
    }
}
