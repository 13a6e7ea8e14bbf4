package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.requests;
import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.gateway.Transport.Reading;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a frame should start, something else does: nothing more can be understood, and the connection ends. */
class BrokenStreamTest {
    private static final int DISCARDED_BYTES = 64 * 1024;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    private final TestClient client = gateway.connect();

    @Test
    void sendsFinInTheSameTurnAndNothingElse() {
        client.arrive(bytes("\u0000\u0001\u0002"));
        gateway.runTurn();

        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().bytes()).isEmpty();
        assertThat(client.transport().closed()).isFalse();
        assertThat(client.transport().reading()).isEqualTo(Reading.ON);
    }

    @Test
    void oneWrongByteIsEnough() {
        client.sendHex("c0de00");

        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void theBeginningOfTheMagicIsNotWrong() {
        client.sendHex("c0deba");

        assertThat(client.transport().fin()).isFalse();
        gateway.passMs(5_000);
        assertThat(client.transport().isGone()).isFalse();
    }

    @Test
    void flushesAnswersAlreadyWrittenBeforeFin() {
        client.request(1);
        gateway.bus().answer(gateway.bus().next());
        client.arrive(bytes("xxxxxxxxxxxxxxxx"));
        gateway.runTurn();

        assertThat(client.answeredIds()).containsExactly(1);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void executesTheFramesBeforeTheBreakAndDropsTheirAnswers() {
        client.request(1);
        Call running = gateway.bus().nextStarted();
        client.send(concat(requests(2), bytes("not a frame")));
        Call waiting = gateway.bus().next();

        assertThat(client.transport().fin()).isTrue();
        assertThat(running.isCancelled()).isFalse();
        assertThat(waiting.state()).isEqualTo(Call.State.WAITING);
        assertThat(gateway.meters().count(Ending.ABANDONED_BY_CLIENT)).isEqualTo(2);

        gateway.bus().answer(running);
        gateway.bus().answer(waiting);
        gateway.runTurns();
        assertThat(client.transport().bytes()).isEmpty();
        assertThat(gateway.meters().lateReplyCount()).isEqualTo(2);
    }

    @Test
    void parsesNothingAfterTheBreak() {
        client.send(concat(bytes("????"), requests(1)));
        client.request(2);

        assertThat(gateway.meters().receivedCount()).isZero();
    }

    @Test
    void aForgottenCallThatNoWorkerTakesIsTakenBackAtItsDeadline() {
        client.request(1);
        client.send(bytes("broken"));
        client.fin();
        Call waiting = gateway.bus().next();

        gateway.passMs(10_000);

        assertThat(waiting.state()).isEqualTo(Call.State.WITHDRAWN);
        assertThat(gateway.meter("work").abandonedNow()).isZero();
    }

    @Test
    void closesWithTheClientsFin() {
        client.send(bytes("broken"));
        client.fin();

        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.BAD_MAGIC)).isEqualTo(1);
    }

    @Test
    void discardsInputForOneSecondThenCloses() {
        client.send(bytes("broken"));
        for (int i = 0; i < 9; i++) {
            gateway.passMs(100);
            client.send(bytes("more"));
        }
        assertThat(client.transport().closed()).isFalse();

        gateway.passMs(100);
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void discardsSoManyBytesAndClosesAtOneMore() {
        client.send(bytes("broken"));
        client.send(new byte[DISCARDED_BYTES]);
        assertThat(client.transport().closed()).isFalse();

        client.send(new byte[1]);
        assertThat(client.transport().closed()).isTrue();
        assertThat(client.transport().aborted()).isFalse();
    }

    @Test
    void cutsAClientThatDoesNotTakeItsAnswersEither() {
        client.transport().takeNothing();
        client.request(1);
        gateway.bus().answer(gateway.bus().next());
        client.send(bytes("broken"));
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(1_000);
        assertThat(client.transport().aborted()).isTrue();
        assertThat(gateway.meters().count(CloseReason.BAD_MAGIC)).isEqualTo(1);
    }

    @Test
    void anHttpRequestAtTheStartGetsOneLine() {
        client.send(bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));

        assertThat(new String(client.transport().bytes(), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("\r\n")
                .hasLineCount(1);
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void anHttpRequestBehindAGoodFrameGetsNothing() {
        client.send(frame(1, work(1)));
        client.send(bytes("GET / HTTP/1.1\r\n\r\n"));

        assertThat(client.transport().bytes()).isEmpty();
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void aTlsHelloGetsNothing() {
        client.sendHex("16030100c4010000c00303");

        assertThat(client.transport().bytes()).isEmpty();
        assertThat(client.transport().fin()).isTrue();
    }

    @Test
    void endsADrainingConnectionToo() {
        gateway.drain();
        client.send(bytes("broken"));

        assertThat(client.transport().fin()).isTrue();
        gateway.passMs(1_000);
        assertThat(client.transport().closed()).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
