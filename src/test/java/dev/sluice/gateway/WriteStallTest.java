package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that takes no byte of its answers for {@code limits.writeStall} is cut; a slow one is not. */
class WriteStallTest {
    private static final long STALL_MS = 10_000;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    private final TestClient client = gateway.connect();

    @Test
    void cutsAClientThatTakesNothing() {
        queueAnAnswer();
        gateway.passMs(STALL_MS);
        assertThat(client.transport().aborted()).isFalse();

        gateway.passMs(100);
        assertThat(client.transport().aborted()).isTrue();
        assertThat(gateway.meters().count(CloseReason.WRITE_STALL)).isEqualTo(1);
    }

    @Test
    void oneByteTakenIsProgress() {
        queueAnAnswer();
        for (int i = 0; i < 5; i++) {
            gateway.passMs(STALL_MS);
            client.transport().take(1);
        }

        assertThat(client.transport().aborted()).isFalse();
    }

    @Test
    void moreAnswersAreNoProgress() {
        client.request(1, 2);
        client.transport().takeNothing();
        gateway.bus().answer(gateway.bus().next());
        gateway.passMs(STALL_MS - 100);
        gateway.bus().answer(gateway.bus().next());
        gateway.passMs(200);

        assertThat(client.transport().aborted()).isTrue();
    }

    @Test
    void idlenessIsNoStall() {
        queueAnAnswer();
        client.transport().takeEverything();
        gateway.passMs(10 * STALL_MS);
        assertThat(client.transport().isGone()).isFalse();

        queueAnAnswer();
        gateway.passMs(STALL_MS);
        assertThat(client.transport().isGone()).isFalse();
    }

    @Test
    void idlenessIsNoStallOfAFarewellEither() {
        client.transport().takeNothing();
        gateway.passMs(STALL_MS + 5_000);
        client.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        gateway.passMs(100);

        assertThat(client.transport().inTransport()).isPositive();
        assertThat(client.transport().isGone()).isFalse();
    }

    @Test
    void theCallsOfACutClientAreCancelled() {
        client.sendFrame(1, TestClient.request(1, "long"));
        Call running = gateway.bus().nextStarted();
        queueAnAnswer();
        gateway.passMs(STALL_MS + 100);

        assertThat(client.transport().aborted()).isTrue();
        assertThat(running.isCancelled()).isTrue();
        assertThat(gateway.meters().count(Ending.ABANDONED_BY_CLIENT)).isEqualTo(1);
    }

    private void queueAnAnswer() {
        client.transport().takeNothing();
        client.request(7);
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.transport().inTransport()).isPositive();
    }
}
