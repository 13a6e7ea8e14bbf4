package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client may send FIN behind its last request, and still gets every answer. */
class HalfCloseTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    private final TestClient client = gateway.connect();

    @Test
    void allRequestsBeforeFinAreAnsweredThenFinGoesOutAndTheSocketCloses() {
        client.request(ids(100));
        client.fin();
        List<Call> calls = gateway.bus().next(100);
        for (Call call : calls) {
            assertThat(client.transport().fin()).isFalse();
            gateway.bus().answer(call);
            gateway.runTurns();
        }

        assertThat(client.answeredIds()).hasSize(100);
        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.FINISHED)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(100);
    }

    @Test
    void finAloneClosesAtOnce() {
        client.fin();

        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().connectionsNow()).isZero();
    }

    @Test
    void nothingIsAnsweredForHalfAFrame() {
        client.request(1);
        client.sendHex("c0debabe 00000002 00000010 7b");
        client.fin();
        assertThat(client.transport().fin()).isFalse();

        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(1);
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().receivedCount()).isEqualTo(1);
    }

    @Test
    void finWaitsUntilTheKernelTookEveryAnswer() {
        client.transport().takeNothing();
        client.request(1);
        client.fin();
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        int answer = client.transport().inTransport();
        client.transport().take(answer - 1);
        gateway.runTurns();
        assertThat(client.transport().fin()).isFalse();

        client.transport().take(1);
        gateway.runTurns();
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void finWaitsForNotificationsToo() {
        client.sendFrame(1, TestClient.notification("work"));
        client.fin();
        assertThat(client.transport().fin()).isFalse();

        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().count(Ending.NOTIFICATION)).isEqualTo(1);
    }

    @Test
    void aConnectionWithoutFinStaysOpenWhenAllIsAnswered() {
        client.request(1);
        gateway.bus().answer(gateway.bus().next());
        gateway.passMs(60_000);

        assertThat(client.transport().fin()).isFalse();
        assertThat(client.transport().isGone()).isFalse();
    }
}
