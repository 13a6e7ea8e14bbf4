package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.request;
import static dev.sluice.gateway.TestClient.requests;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.metrics.CloseReason;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A client has so long for its first byte, for a header and for a frame, and no longer for sending a byte now and then. */
class PatienceTest {
    private static final int FIRST_BYTE_MS = 30_000;
    private static final int HEADER_MS = 10_000;
    private static final int FRAME_MS = 30_000;
    private static final int TICK_MS = 50;
    private static final int HEADER_BYTES = 12;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    private final TestClient client = gateway.connect();
    private final byte[] request = frame(1, request(1, "long"));
    private final Logger logger = (Logger) LoggerFactory.getLogger(PeerLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void whoSaysNothingIsClosedWithoutAWord() {
        gateway.passMs(FIRST_BYTE_MS - TICK_MS);
        assertThat(client.transport().isGone()).isFalse();

        gateway.passMs(TICK_MS);
        assertThat(client.transport().closed()).isTrue();
        assertThat(client.transport().fin()).isFalse();
        assertThat(client.transport().bytes()).isEmpty();
        assertThat(lines.list).as("lines in the log").isEmpty();
        assertThat(gateway.meters().count(CloseReason.FIRST_BYTE_TIMEOUT)).isEqualTo(1);
        gateway.passMs(TICK_MS);
        assertThat(gateway.meters().connectionsNow()).isZero();
    }

    @Test
    void oneByteIsAFirstByteAndBeginsAHeader() {
        gateway.passMs(FIRST_BYTE_MS - TICK_MS);
        send(0, 1);
        assertEndsAfter(HEADER_MS, CloseReason.HEADER_TIMEOUT);
    }

    @Test
    void oneByteASecondDoesNotMakeAHeaderLast() {
        for (int at = 0; at < 10; at++) {
            send(at, at + 1);
            gateway.passMs(at == 9 ? 1_000 - TICK_MS : 1_000);
        }
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(TICK_MS);
        assertThat(client.transport().fin()).isTrue();
        assertThat(gateway.meters().receivedCount()).isZero();
    }

    @Test
    void oneByteASecondDoesNotMakeABodyLast() {
        send(0, HEADER_BYTES);
        for (int second = 0; second < 29; second++) {
            gateway.passMs(1_000);
            send(HEADER_BYTES + second, HEADER_BYTES + second + 1);
        }
        assertEndsAfter(1_000, CloseReason.FRAME_TIMEOUT);
    }

    @Test
    void aFrameHasItsTimeFromItsFirstByteAndNotFromTheEndOfItsHeader() {
        send(0, 1);
        gateway.passMs(HEADER_MS - TICK_MS);
        send(1, HEADER_BYTES + 1);
        assertEndsAfter(FRAME_MS - (HEADER_MS - TICK_MS), CloseReason.FRAME_TIMEOUT);
    }

    @Test
    void aFrameBehindAnotherHasItsTimeFromWhereTheOtherEnded() {
        send(0, 1);
        gateway.passMs(HEADER_MS - TICK_MS);
        byte[] rest = Arrays.copyOfRange(request, 1, request.length + 3);
        System.arraycopy(request, 0, rest, request.length - 1, 3);
        client.send(rest);

        assertThat(gateway.bus().waiting()).isEqualTo(1);
        gateway.bus().endAll();
        gateway.runTurns();
        assertEndsAfter(HEADER_MS, CloseReason.HEADER_TIMEOUT);
    }

    @Test
    void framesThatAreCompleteInTimeMayFollowForEver() {
        for (int i = 0; i < 5; i++) {
            send(0, HEADER_BYTES);
            gateway.passMs(FRAME_MS - TICK_MS);
            send(HEADER_BYTES, request.length);
        }
        gateway.passMs(10 * FRAME_MS);

        assertThat(gateway.bus().waiting()).isEqualTo(5);
        assertThat(client.transport().isGone() || client.transport().fin()).isFalse();
    }

    @Test
    void whatIsInFlightIsAnsweredBeforeFin() {
        send(0, request.length);
        send(0, 5);
        gateway.passMs(HEADER_MS);
        assertThat(client.transport().fin()).isFalse();
        assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("192.0.2.1:4711", "too slow"));

        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(1);
        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().closed()).isFalse();
        client.fin();
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void whatComesTooLateIsDiscardedAndNeverExecuted() {
        send(0, request.length - 1);
        gateway.passMs(FRAME_MS);
        send(request.length - 1, request.length);
        client.send(requests(2));

        assertThat(gateway.meters().receivedCount()).isZero();
        gateway.passMs(1_000);
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void aDrainDoesNotStopTheClock() {
        gateway.passMs(1_000);
        client.send(request);
        send(0, 5);
        gateway.drain();
        gateway.passMs(HEADER_MS);
        assertThat(client.transport().fin()).isFalse();

        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        client.fin();
        assertThat(gateway.meters().count(CloseReason.HEADER_TIMEOUT)).isEqualTo(1);
    }

    private void assertEndsAfter(int ms, CloseReason reason) {
        gateway.passMs(ms - TICK_MS);
        assertThat(client.transport().fin()).isFalse();

        gateway.passMs(TICK_MS);
        assertThat(client.transport().fin()).isTrue();
        client.fin();
        assertThat(gateway.meters().count(reason)).isEqualTo(1);
    }

    private void send(int from, int to) {
        client.send(Arrays.copyOfRange(request, from, to));
    }
}
