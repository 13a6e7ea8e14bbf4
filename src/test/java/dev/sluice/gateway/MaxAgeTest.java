package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jsonrpc.ServerNotification;
import dev.sluice.metrics.CloseReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where {@code connections.maxAge} is set an old connection is drained, busy or not, and never all at once. */
class MaxAgeTest {
    private static final int AGE_MS = 100_000;
    private static final int SILENCE_MS = 200;
    private static final int TICK_MS = 50;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.with(new GatewayLimits.Times(
            GatewayFixture.NEVER,
            GatewayFixture.NEVER,
            GatewayFixture.NEVER,
            GatewayFixture.NEVER,
            GatewayFixture.NEVER,
            AGE_MS * GatewayFixture.MS)));

    @Test
    void connectionsOfOneMomentLeaveOneByOneWithinATenthOfTheAge() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(gateway.connect());
        }
        gateway.passMs(AGE_MS / 10 * 9);
        assertThat(ended(clients)).isZero();

        int before = 0;
        for (int part = 0; part < 20; part++) {
            gateway.passMs(AGE_MS / 100);
            int now = ended(clients);
            assertThat(now - before).as("of 100, in one of twenty parts").isBetween(2, 8);
            before = now;
        }
        gateway.passMs(SILENCE_MS + TICK_MS);
        assertThat(ended(clients)).isEqualTo(100);
        clients.forEach(TestClient::fin);
        assertThat(gateway.meters().count(CloseReason.MAX_AGE)).isEqualTo(100);
    }

    @Test
    void whatIsInFlightIsAnsweredAndWhatComesBeforeTheCutToo() {
        TestClient client = gateway.connect();
        client.sendFrame(1, HelloTest.hello(HelloTest.DRAIN));
        assertThat(client.answeredIds()).containsExactly(1);
        client.sendFrame(2, request(2, "long"));
        List<TestClient.Answer> told = client.answers();
        while (told.isEmpty()) {
            gateway.passMs(TICK_MS);
            told = client.answers();
        }
        client.request(3);
        gateway.passMs(5_000);
        assertThat(client.transport().fin()).as("not before its answers").isFalse();

        gateway.bus().endAll();
        gateway.runTurns();
        gateway.passMs(SILENCE_MS);
        assertThat(client.answers().stream()
                        .map(answer -> answer.body().toString())
                        .filter(body -> body.contains("result")))
                .hasSize(2);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void aBusyClientThatDoesNotListenIsRefusedAfterTheCut() {
        TestClient client = gateway.connect();
        gateway.passMs(AGE_MS / 10 * 9);
        int id = 1;
        while (!client.transport().fin()) {
            assertThat(id).as("requests before FIN").isLessThan(AGE_MS / 5 / TICK_MS + 100);
            client.request(id);
            gateway.bus().endAll();
            gateway.passMs(TICK_MS);
            id++;
        }

        List<TestClient.Answer> answers = client.answers();
        assertThat(answers).hasSize(id - 1);
        assertThat(answers.get(answers.size() - 1).body().toString()).contains("-32001", "\"executed\":\"no\"");
        assertThat(answers.get(0).body().toString()).contains("result");
    }

    @Test
    void aClientThatListensIsToldAndGetsAGoodbyeWithTheReason() {
        TestClient client = gateway.connect();
        client.sendFrame(1, HelloTest.hello(HelloTest.DRAIN));
        assertThat(client.answeredIds()).containsExactly(1);

        gateway.passMs(AGE_MS * 11 / 10);
        List<TestClient.Answer> told = client.answers();
        assertThat(told).allMatch(frame -> frame.requestId() == ServerNotification.REQUEST_ID);
        assertThat(told.get(0).body().toString()).contains("$/drain", "\"deadlineMs\":20000");
        assertThat(told.get(1).body().toString()).contains("$/goodbye", "\"reason\":\"maxAge\"");
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void otherConnectionsAndTheNodeStay() {
        TestClient old = gateway.connect();
        gateway.passMs(AGE_MS * 11 / 10);
        TestClient young = gateway.connect();
        gateway.passMs(SILENCE_MS + TICK_MS);
        assertThat(old.transport().fin()).isTrue();

        young.request(1);
        gateway.bus().endAll();
        gateway.runTurns();
        assertThat(young.answeredIds()).containsExactly(1);
    }

    private static int ended(List<TestClient> clients) {
        return (int) clients.stream().filter(client -> client.transport().fin()).count();
    }
}
