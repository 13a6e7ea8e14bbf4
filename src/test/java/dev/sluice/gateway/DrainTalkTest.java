package dev.sluice.gateway;

import static dev.sluice.gateway.HelloTest.DRAIN;
import static dev.sluice.gateway.HelloTest.hello;
import static dev.sluice.gateway.TestClient.request;
import static dev.sluice.gateway.TestClient.requests;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.jsonrpc.ServerNotification;
import dev.sluice.metrics.CloseReason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that said hello hears of the drain once, and a goodbye as the last frame of all. */
class DrainTalkTest {
    private static final long SECOND = 1_000 * GatewayFixture.MS;
    private static final int SILENCE_MS = 200;
    private static final int CUT_MS = 1_000;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    private final TestClient client = gateway.connect();

    @Test
    void theDrainIsAnnouncedWithTheTimeThatIsLeft() {
        sayHello();
        gateway.gateway().announceDrain(5 * SECOND);
        gateway.runTurns();

        TestClient.Answer drain = client.answer();
        assertThat(drain.requestId()).isEqualTo(ServerNotification.REQUEST_ID);
        assertThat(drain.body().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"$/drain\",\"params\":{\"deadlineMs\":25000}}");
        client.request(1);
        gateway.bus().endAll();
        gateway.runTurns();
        assertThat(client.answeredIds()).as("a lame duck serves").containsExactly(1);
    }

    @Test
    void itIsAnnouncedOnce() {
        sayHello();
        gateway.gateway().announceDrain(5 * SECOND);
        gateway.passMs(5_000);
        assertThat(client.answers()).hasSize(1);
        client.sendFrame(1, hello(DRAIN));
        gateway.drain();

        assertThat(client.answer().requestId()).isEqualTo(1);
    }

    @Test
    void aDrainWithoutALameDuckIsAnnouncedWhenItBegins() {
        sayHello();
        gateway.drain();

        assertThat(client.answer().body().toString()).contains("$/drain", "\"deadlineMs\":20000");
    }

    @Test
    void whoSaysHelloLaterIsToldWhatIsLeftThen() {
        gateway.gateway().announceDrain(5 * SECOND);
        gateway.passMs(3_000);
        client.sendFrame(1, hello(DRAIN));

        List<TestClient.Answer> answers = client.answers();
        assertThat(answers).extracting(TestClient.Answer::requestId).containsExactly(1, -1);
        assertThat(answers.get(1).body().toString()).contains("$/drain", "\"deadlineMs\":22000");
    }

    @Test
    void whoConnectsLaterIsToldToo() {
        gateway.gateway().announceDrain(5 * SECOND);
        gateway.passMs(1_000);
        TestClient late = gateway.connect();
        late.sendFrame(1, hello(DRAIN));

        assertThat(late.answers().get(1).body().toString()).contains("$/drain", "\"deadlineMs\":24000");
    }

    @Test
    void theGoodbyeIsTheLastFrameAndFinFollowsWhenItWasTaken() {
        sayHello();
        client.request(1);
        gateway.drain();
        assertThat(client.answers()).hasSize(1);
        gateway.passMs(CUT_MS);
        client.transport().takeNothing();
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.answeredIds()).as("the answer has not been taken").containsExactly(1);

        client.transport().take(client.transport().inTransport());
        gateway.runTurns();
        TestClient.Answer goodbye = client.answer();
        assertThat(goodbye.requestId()).isEqualTo(ServerNotification.REQUEST_ID);
        assertThat(goodbye.body().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"$/goodbye\",\"params\":{\"reason\":\"drain\"}}");
        assertThat(client.transport().fin()).isFalse();

        client.transport().takeEverything();
        gateway.runTurns();
        assertThat(client.transport().fin()).isTrue();
        assertThat(client.answers()).isEmpty();
    }

    @Test
    void noGoodbyeIsSaidWhileACallIsInFlight() {
        sayHello();
        client.sendFrame(1, request(1, "long"));
        Call call = gateway.bus().nextStarted();
        gateway.drain();
        client.answers();
        gateway.passMs(5_000);
        assertThat(client.answers()).isEmpty();

        gateway.bus().answer(call);
        gateway.runTurns();
        assertThat(client.answers())
                .satisfiesExactly(answer -> assertThat(answer.requestId()).isEqualTo(1), goodbye -> {
                    assertThat(goodbye.body().toString()).contains("$/goodbye");
                });
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void whatComesAfterTheGoodbyeIsNeverExecuted() {
        sayHello();
        gateway.drain();
        client.transport().takeNothing();
        gateway.passMs(SILENCE_MS);
        assertThat(client.answers()).hasSize(2);
        assertThat(client.transport().fin()).as("the goodbye was not taken").isFalse();
        long received = gateway.meters().receivedCount();

        client.send(requests(1, 2));
        client.transport().takeEverything();
        gateway.runTurns();
        client.send(requests(3));
        assertThat(gateway.meters().receivedCount()).isEqualTo(received);
        assertThat(gateway.bus().waiting()).isZero();
        assertThat(client.answers()).isEmpty();
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void aPartOfAFrameBeforeTheGoodbyeIsForgotten() {
        sayHello();
        gateway.drain();
        byte[] request = requests(1);
        client.send(Arrays.copyOf(request, 20));
        gateway.passMs(SILENCE_MS);
        assertThat(client.answers()).hasSize(2);

        client.send(Arrays.copyOfRange(request, 20, request.length));
        assertThat(gateway.bus().waiting()).isZero();
    }

    @Test
    void aClientThatHasNothingMoreToSayGetsItsGoodbyeToo() {
        sayHello();
        gateway.drain();
        client.fin();

        assertThat(client.answers())
                .extracting(answer -> answer.body().path("method").asText())
                .isEqualTo(List.of("$/drain", "$/goodbye"));
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void aClientsOwnFinWithoutADrainNeedsNoGoodbye() {
        sayHello();
        client.fin();

        assertThat(client.answers()).isEmpty();
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void whatIsAnsweredAtTheDrainsDeadlineComesBeforeTheGoodbye() {
        sayHello();
        client.sendFrame(1, request(1, "long"));
        gateway.bus().nextStarted();
        gateway.drain();
        client.answers();
        gateway.passMs(20_000);

        List<TestClient.Answer> last = client.answers();
        assertThat(last).extracting(TestClient.Answer::requestId).containsExactly(1, -1);
        assertThat(last.get(0).executed()).isEqualTo("unknown");
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void nothingIsSaidToAConnectionThatIsCutButNotYetGone() {
        sayHello();
        client.connection().cut(CloseReason.WRITE_STALL, "test");
        gateway.gateway().announceDrain(SECOND);
        gateway.drain();

        assertThat(client.answers()).isEmpty();
    }

    private void sayHello() {
        client.sendFrame(0, hello(DRAIN));
        assertThat(client.answeredIds()).containsExactly(0);
    }
}
