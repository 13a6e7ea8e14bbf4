package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.notification;
import static dev.sluice.gateway.TestClient.request;
import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.ByteBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a frame is and whatever becomes of it, its bytes are given back while its connection lives. */
class BytesGivenBackTest {
    private static final int LARGE_BYTES = 20 * 1024;
    private static final int LIMIT = 3;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(5, LIMIT));

    private final ByteBudget inbound = gateway.budget().bytes().inbound();
    private final TestClient client = gateway.connect();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "1",
                "[]",
                "[1]",
                "{\"jsonrpc\":\"2.0\",\"method\":\"no.such.method\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"no.such.method\"}",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"no.such.method\"}]",
                "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.hello\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.hello\",\"params\":[],\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.hello\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":1}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"id\":1}"
            })
    void ofWhatNeedsNoHandlerAtOnce(String body) {
        client.send(large(1, body));

        assertThat(inbound.usedBytes()).isZero();
        assertThat(gateway.meters().inFlight()).isZero();
    }

    @Test
    void ofARequestWithItsAnswer() {
        client.send(large(1, work(1)));
        assertThat(inbound.usedBytes()).isPositive();
        gateway.bus().answer(gateway.bus().next());
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofACallBeforeABrokenStreamWhenItEndsThoughItsConnectionIsGone() {
        client.send(large(1, work(1)));
        client.send(large(2, work(2)));
        Call running = gateway.bus().nextStarted();
        client.sendHex("00");
        client.fin();
        assertThat(client.transport().closed()).isTrue();
        long held = inbound.usedBytes();
        assertThat(held).isGreaterThan(LARGE_BYTES);

        gateway.bus().answer(running);
        assertThat(inbound.usedBytes()).isEqualTo(held);
        gateway.passMs(10_000); // the other one was never started
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofARequestWithItsError() {
        client.send(large(1, work(1)));
        gateway.bus().refuse(gateway.bus().next(), RpcError.overloaded("full", 100));
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofANotificationWhenItEnds() {
        client.send(large(1, notification("work")));
        assertThat(inbound.usedBytes()).isPositive();
        gateway.bus().answer(gateway.bus().next());
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofABatchWithItsLastEntry() {
        client.send(large(1, "[" + work(1) + "," + notification("work") + ",1]"));
        gateway.bus().answer(gateway.bus().next());
        assertThat(inbound.usedBytes()).isPositive();
        gateway.bus().answer(gateway.bus().next());
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofABatchOfNotificationsWithTheLastOne() {
        client.send(large(1, "[" + notification("work") + "," + notification("work") + "]"));
        gateway.bus().answer(gateway.bus().next());
        assertThat(inbound.usedBytes()).isPositive();
        gateway.bus().answer(gateway.bus().next());
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofACallThatIsTooLate() {
        client.send(large(1, request(1, "brief")));
        client.send(large(2, notification("brief")));
        gateway.bus().nextStarted();
        gateway.passMs(50);
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofACallThatIsCancelledWaitingOrRunning() {
        client.send(large(1, work(1)));
        client.send(large(2, work(2)));
        Call running = gateway.bus().nextStarted();
        cancel(2);
        assertThat(inbound.usedBytes()).isPositive();
        cancel(1);
        assertThat(inbound.usedBytes()).isZero();
        assertThat(running.isCancelled()).isTrue();
    }

    @Test
    void ofACallTheNodeRefuses() {
        TestClient other = gateway.connect();
        other.request(1, 2, 3);
        client.request(4, 5);
        client.send(large(6, work(6)));

        assertThat(client.answer().requestId()).isEqualTo(6);
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofParkedFramesOnTheirWayOut() {
        client.request(1, 2, 3);
        client.send(large(4, work(4)));
        client.send(large(5, work(5)));
        client.send(large(6, "no json"));
        cancel(5);
        assertThat(inbound.usedBytes()).isPositive();

        gateway.bus().answer(gateway.bus().next());
        gateway.bus().endAll();
        gateway.runTurns();
        gateway.bus().endAll();
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofParkedFramesADrainRefuses() {
        client.request(1, 2, 3);
        client.send(large(4, work(4)));
        gateway.drain();

        assertThat(client.answeredIds()).containsExactly(4);
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofAFrameThatIsNeverCompleteWhenTheConnectionEnds() {
        client.request(1);
        byte[] incomplete = new byte[LARGE_BYTES];
        System.arraycopy(large(2, work(2)), 0, incomplete, 0, LARGE_BYTES);
        client.send(incomplete);
        assertThat(inbound.usedBytes()).isPositive();
        client.fin();
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();

        assertThat(client.transport().closed()).isTrue();
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofEverythingBehindAFrameThatIsTooLarge() {
        client.request(1);
        client.sendHex("c0debabe 00000003 7fffffff " + "00".repeat(LARGE_BYTES));

        assertThat(client.transport().fin()).isFalse();
        assertThat(inbound.usedBytes()).isZero();
    }

    @Test
    void ofAClientThatIsGone() {
        client.send(large(1, work(1)));
        client.send(large(2, work(2)));
        gateway.bus().nextStarted();
        client.disconnect();

        assertThat(inbound.usedBytes()).isZero();
    }

    private void cancel(int id) {
        client.sendFrame(99, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":" + id + "}}");
    }

    private static byte[] large(int requestId, String body) {
        return frame(requestId, body + " ".repeat(LARGE_BYTES));
    }
}
