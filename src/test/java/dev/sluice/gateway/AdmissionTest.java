package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.notification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Origin;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the node cannot take is refused at once, never executed, and counted. */
class AdmissionTest {
    private static final int NODE = 4;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(NODE, 100));

    private final TestClient client = gateway.connect();

    @Test
    void callsBeyondTheNodesLimitAreRefusedAtOnceWithATimeToWait() {
        client.request(1, 2, 3, 4, 5);

        TestClient.Answer answer = client.answer();
        assertThat(answer.requestId()).isEqualTo(5);
        assertThat(answer.code()).isEqualTo(ErrorCode.OVERLOADED.code());
        assertThat(answer.executed()).isEqualTo("no");
        assertThat(answer.body().path("error").path("data").path("retryAfterMs").asInt())
                .isPositive();
        assertThat(gateway.bus().waiting()).isEqualTo(NODE);
        assertThat(gateway.meters().count(Refusal.MAX_IN_FLIGHT)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.REFUSED)).isEqualTo(1);
        assertThat(gateway.meter("work").count(Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void anAnswerMakesRoomForAnyClient() {
        client.request(1, 2, 3, 4);
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        TestClient other = gateway.connect();
        other.request(5);

        assertThat(other.answers()).isEmpty();
        assertThat(gateway.bus().waiting()).isEqualTo(NODE);
    }

    @Test
    void aNotificationBeyondTheLimitIsDroppedAndCountsAsRefused() {
        client.request(1, 2, 3, 4);
        client.sendFrame(5, notification("work"));

        assertThat(client.answers()).isEmpty();
        assertThat(gateway.meters().count(Ending.REFUSED)).isEqualTo(1);
        assertThat(gateway.meters().notificationCount(Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void aMethodWhoseHandlersNeverEndIsRefusedBeyondAThousandOfThem() {
        MethodMeter meter = gateway.meter("work");
        for (int i = 0; i < 1_000; i++) {
            meter.abandoned();
        }
        client.request(1);
        assertThat(client.answers()).isEmpty();

        meter.abandoned();
        client.request(2);
        assertThat(client.answer().code()).isEqualTo(ErrorCode.OVERLOADED.code());
        assertThat(gateway.meters().count(Refusal.ABANDONED)).isEqualTo(1);

        meter.abandonedEnded();
        client.request(3);
        assertThat(client.answers()).isEmpty();
    }

    @Test
    void aConnectionBeyondTheLimitIsClosedAndCounted() {
        List<TestClient> others = new ArrayList<>();
        while (others.size() < GatewayFixture.MAX_CONNECTIONS - 1) {
            others.add(gateway.connect());
        }
        FakeTransport refused = new FakeTransport();
        assertThat(gateway.gateway().open(refused, new Origin("192.0.2.2", 1, null)))
                .isNull();
        assertThat(refused.aborted()).isTrue();
        assertThat(gateway.meters().count(CloseReason.MAX_CONNECTIONS)).isEqualTo(1);
        assertThat(gateway.meters().connectionsNow()).isEqualTo(GatewayFixture.MAX_CONNECTIONS);

        others.get(0).disconnect();
        gateway.connect();
        assertThat(gateway.meters().connectionsNow()).isEqualTo(GatewayFixture.MAX_CONNECTIONS);
    }
}
