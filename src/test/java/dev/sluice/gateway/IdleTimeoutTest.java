package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.notification;
import static dev.sluice.gateway.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jsonrpc.ServerNotification;
import dev.sluice.metrics.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where {@code limits.idleTimeout} is set a connection that is of no use is drained, that one alone. */
class IdleTimeoutTest {
    private static final int IDLE_MS = 20_000;
    private static final int SILENCE_MS = 200;
    private static final int TICK_MS = 50;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.with(new GatewayLimits.Times(
            30_000 * GatewayFixture.MS,
            10_000 * GatewayFixture.MS,
            30_000 * GatewayFixture.MS,
            10_000 * GatewayFixture.MS,
            IDLE_MS * GatewayFixture.MS,
            GatewayFixture.NEVER)));

    private final TestClient client = gateway.connect();

    @Test
    void anIdleConnectionGetsFinAndIsCounted() {
        gateway.passMs(IDLE_MS + SILENCE_MS - TICK_MS);
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(TICK_MS);
        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().bytes()).isEmpty();
        client.fin();
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.IDLE)).isEqualTo(1);
    }

    @Test
    void theOthersStay() {
        gateway.passMs(IDLE_MS / 2);
        TestClient other = gateway.connect();
        gateway.passMs(IDLE_MS / 2 + SILENCE_MS);
        assertThat(client.transport().fin()).isTrue();

        other.request(1);
        gateway.bus().endAll();
        gateway.runTurns();
        assertThat(other.answeredIds()).containsExactly(1);
        assertThat(other.transport().fin()).isFalse();
    }

    @Test
    void whatComesWhileItIsDrainedIsExecuted() {
        gateway.passMs(IDLE_MS);
        client.request(1);
        gateway.passMs(SILENCE_MS);
        assertThat(client.transport().fin()).isFalse();

        gateway.bus().endAll();
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(1);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void aFrameEndsTheIdleness() {
        gateway.passMs(IDLE_MS - TICK_MS);
        client.sendFrame(1, request(1, "no.such.method"));

        assertEndsIn(IDLE_MS);
    }

    @Test
    void aPartOfAFrameIsNoIdlenessButHasTimesOfItsOwn() {
        gateway.passMs(IDLE_MS - TICK_MS);
        client.sendHex("c0debabe 00000001 00000001");
        gateway.passMs(IDLE_MS + SILENCE_MS);
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(30_000 - IDLE_MS);
        client.fin();
        assertThat(gateway.meters().count(CloseReason.FRAME_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void aCallInFlightIsNoIdleness() {
        client.sendFrame(1, request(1, "long"));
        gateway.passMs(10 * IDLE_MS);
        gateway.bus().answer(gateway.bus().next());

        assertEndsIn(IDLE_MS);
    }

    @Test
    void anAnswerThatIsNotTakenIsNoIdleness() {
        client.transport().takeNothing();
        client.request(1);
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        for (int i = 0; i < 5; i++) {
            gateway.passMs(9_000);
            client.transport().take(1);
        }
        client.transport().takeEverything();

        assertEndsIn(IDLE_MS);
    }

    @Test
    void aClientThatKnowsIsToldAndGetsAGoodbye() {
        hello();
        gateway.passMs(IDLE_MS);
        TestClient.Answer drain = client.answer();
        assertThat(drain.requestId()).isEqualTo(ServerNotification.REQUEST_ID);
        assertThat(drain.body().toString()).contains("$/drain", "\"deadlineMs\":20000");
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(SILENCE_MS);
        assertThat(client.answer().body().toString()).contains("$/goodbye");
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void isOffByDefault() {
        GatewayFixture byDefault = new GatewayFixture();
        TestClient patient = byDefault.connect();
        patient.send(frame(1, notification("work")));
        byDefault.bus().answer(byDefault.bus().next());
        byDefault.passMs(3_600_000);

        assertThat(patient.transport().fin() || patient.transport().isGone()).isFalse();
        byDefault.assertNothingIsLeft();
    }

    @Test
    void aDrainOfTheNodeSaysNothingNewToIt() {
        hello();
        gateway.passMs(IDLE_MS);
        assertThat(client.answers()).hasSize(1);
        gateway.drain();
        gateway.passMs(SILENCE_MS);

        assertThat(client.answer().body().toString()).contains("$/goodbye");
        assertThat(client.transport().fin()).isTrue();
    }

    private void hello() {
        client.sendFrame(
                1, "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.hello\",\"params\":{\"capabilities\":[\"drain\"]},\"id\":1}");
        assertThat(client.answeredIds()).containsExactly(1);
    }

    private void assertEndsIn(int ms) {
        gateway.runTurns();
        gateway.passMs(ms + SILENCE_MS - 2 * TICK_MS);
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(2 * TICK_MS);
        assertThat(client.transport().fin()).isTrue();
    }
}
