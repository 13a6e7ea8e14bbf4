package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.gateway.Transport.Reading;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A frame above the limit is refused from its header alone; what is in flight is answered, then the connection ends. */
class TooLargeTest {
    private static final int LIMIT = 1_000;
    private static final int MIB = 1024 * 1024;
    private static final int DISCARDED_MIB = 16;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.bytes(LIMIT, 100_000, 10_000));

    private final TestClient client = gateway.connect();

    @Test
    void isAnsweredWithItsIdFromTheHeaderAlone() {
        client.sendHex("c0debabe fffffffe 000003e9");

        TestClient.Answer answer = client.answer();
        assertThat(answer.requestId()).isEqualTo(0xFFFF_FFFE);
        assertThat(answer.code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE.code());
        assertThat(answer.executed()).isEqualTo("no");
        assertThat(answer.body().get("id").isNull()).isTrue();
        assertThat(answer.body().toString()).contains("1001", "limits.maxFrameBytes 1000");
        assertThat(client.transport().fin()).isTrue();
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
    }

    @Test
    void aFrameAtTheLimitIsRead() {
        String body = work(1);
        client.send(frame(1, body + " ".repeat(LIMIT - body.length())));

        assertThat(gateway.bus().waiting()).isEqualTo(1);
    }

    @Test
    void aLengthOf4294967295IsNotMistakenForANegativeOne() {
        client.sendHex("c0debabe 00000001 ffffffff");

        assertThat(client.answer().body().toString()).contains("4294967295");
    }

    @Test
    void callsInFlightAreAnsweredBeforeFin() {
        client.request(1, 2);
        client.sendHex("c0debabe 00000003 7fffffff");
        assertThat(client.answeredIds()).containsExactly(3);
        assertThat(client.transport().fin()).isFalse();

        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.transport().fin()).isFalse();
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();

        assertThat(client.answeredIds()).containsExactly(1, 2);
        assertThat(client.transport().fin()).isTrue();
        client.fin();
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.FRAME_TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void whatFollowsIsDiscardedUnparsed() {
        client.sendHex("c0debabe 00000003 7fffffff");
        client.request(4);

        assertThat(gateway.meters().receivedCount()).isEqualTo(1);
    }

    @Test
    void discardsSoMuchAndClosesAtOneByteMore() {
        client.sendHex("c0debabe 00000003 7fffffff");
        for (int i = 0; i < DISCARDED_MIB; i++) {
            client.arrive(new byte[MIB]);
        }
        assertThat(client.transport().closed()).isFalse();

        client.send(new byte[1]);
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void stopsReadingRatherThanBreakWhatIsInFlight() {
        client.request(1);
        Call running = gateway.bus().nextStarted();
        client.sendHex("c0debabe 00000003 7fffffff");
        for (int i = 0; i <= DISCARDED_MIB; i++) {
            client.arrive(new byte[MIB]);
        }
        gateway.runTurns();
        assertThat(client.transport().isGone()).isFalse();
        assertThat(client.transport().reading()).isEqualTo(Reading.OFF);

        gateway.bus().answer(running);
        gateway.runTurns();
        assertThat(client.answeredIds()).containsExactly(3, 1);
        assertThat(client.transport().fin()).isTrue();
        assertThat(client.transport().closed()).isTrue();
        assertThat(gateway.meters().count(Ending.ABANDONED_BY_CLIENT)).isZero();
    }

    @Test
    void lingersUntilFiveSecondsOfSilence() {
        client.sendHex("c0debabe 00000003 7fffffff");
        gateway.passMs(4_000);
        client.send(new byte[1]);
        gateway.passMs(4_900);
        assertThat(client.transport().closed()).isFalse();

        gateway.passMs(100);
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void lingersNoLongerThanConfigured() {
        client.sendHex("c0debabe 00000003 7fffffff");
        for (int i = 0; i < 14; i++) {
            gateway.passMs(1_000);
            client.send(new byte[1]);
        }
        assertThat(client.transport().closed()).isFalse();

        gateway.passMs(1_050);
        assertThat(client.transport().closed()).isTrue();
    }

    @Test
    void answersHaveThirtySecondsToGetThere() {
        client.sendHex("c0debabe 00000003 7fffffff");
        client.transport().delivered(false);
        gateway.passMs(29_900);
        assertThat(client.transport().closed()).isFalse();

        gateway.passMs(150);
        assertThat(client.transport().closed()).isTrue();
    }
}
