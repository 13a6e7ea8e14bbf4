package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.ids;
import static dev.sluice.gateway.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.Transport.Reading;
import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.CloseReason;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No client is late for what the server did not want to read. */
class PatienceWhileNotReadTest {
    private static final int HEADER_MS = 10_000;
    private static final int FIRST_BYTE_MS = 30_000;
    private static final int TICK_MS = 50;
    private static final int KIB = 1024;

    private static final byte[] REQUEST = frame(1, request(1, "long"));

    @Nested
    class AboveTheOutboundMark {
        @RegisterExtension
        final GatewayFixture gateway = new GatewayFixture();

        private final TestClient client = gateway.connect();

        @Test
        void theClockOfAHeaderStandsStill() {
            client.send(REQUEST);
            client.send(Arrays.copyOf(REQUEST, 5));
            gateway.passMs(4_000);
            stopReading();
            for (int i = 0; i < 4; i++) {
                gateway.passMs(9_000);
                client.transport().take(1);
            }
            assertThat(client.transport().fin()).isFalse();

            client.transport().takeEverything();
            gateway.runTurns();
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);
            gateway.passMs(HEADER_MS - 4_000 - TICK_MS);
            assertThat(client.transport().fin()).isFalse();
            gateway.passMs(TICK_MS);
            assertThat(client.transport().fin()).isTrue();
        }

        @Test
        void aFrameThatIsCompleteNowWasNeverLate() {
            client.send(REQUEST);
            client.send(Arrays.copyOf(REQUEST, 5));
            stopReading();
            gateway.passMs(9_000);
            client.transport().takeEverything();
            gateway.runTurns();
            gateway.passMs(HEADER_MS - TICK_MS);
            client.send(Arrays.copyOfRange(REQUEST, 5, REQUEST.length));

            assertThat(gateway.bus().waiting()).isEqualTo(1);
        }

        private void stopReading() {
            client.transport().takeNothing();
            gateway.bus().answer(gateway.bus().next(), "\"" + "x".repeat(300 * KIB) + "\"");
            gateway.runTurns();
            assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
        }
    }

    @Nested
    class WithItsShareOfTheNodesBytes {
        private static final int SHARE_BYTES = 1_100;

        @RegisterExtension
        final GatewayFixture gateway = new GatewayFixture(new GatewayLimits(
                GatewayFixture.LIMITS.frames(),
                GatewayFixture.LIMITS.calls(),
                new GatewayLimits.Queues(SHARE_BYTES, 256 * KIB),
                GatewayFixture.LIMITS.times()));

        private final TestClient client = gateway.connect();

        @Test
        void theClockOfAFrameStandsStill() {
            client.send(frame(1, request(1, "long") + " ".repeat(800)));
            byte[] second = frame(2, request(2, "long") + " ".repeat(800));
            client.send(Arrays.copyOf(second, 500));
            assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
            gateway.passMs(10 * HEADER_MS);

            gateway.bus().answer(gateway.bus().next());
            gateway.runTurns();
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);
            client.send(Arrays.copyOfRange(second, 500, second.length));
            assertThat(gateway.bus().next().requestId()).isEqualTo(2);
        }
    }

    @Nested
    class FullOfCallsAndParkedFrames {
        @RegisterExtension
        final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(1_000, 1));

        private final TestClient client = gateway.connect();

        @Test
        void aHeaderThatLiesUnseenBehindThemMayStillBeCompletedInItsTime() {
            fillWithAHeaderBehind();
            gateway.passMs(HEADER_MS - TICK_MS);
            client.send(Arrays.copyOfRange(REQUEST, 5, REQUEST.length));
            gateway.passMs(HEADER_MS);

            assertThat(client.transport().reading()).as("it is parked").isEqualTo(Reading.OFF);
        }

        @Test
        void aHeaderThatLiesUnseenBehindThemHasItsTimeFromWhenItIsSeenAndNoMore() {
            fillWithAHeaderBehind();
            gateway.passMs(HEADER_MS);
            gateway.bus().endAll();
            gateway.runTurns();
            gateway.bus().endAll();
            gateway.runTurns();

            assertThat(client.answeredIds()).as("what was parked is answered").hasSize(1 + FrameIntake.MAX_PARKED);
            assertThat(client.transport().fin()).isTrue();
            client.fin();
            assertThat(gateway.meters().count(CloseReason.HEADER_TIMEOUT)).isEqualTo(1);
        }

        /** One call runs, the others are parked, a header begins behind them, and much later it is seen. */
        private void fillWithAHeaderBehind() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int id : ids(1 + FrameIntake.MAX_PARKED)) {
                all.writeBytes(frame(id, request(id, "long")));
            }
            all.write(REQUEST, 0, 5);
            client.send(all.toByteArray());
            assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
            gateway.passMs(10 * HEADER_MS);
            assertThat(client.transport().fin()).isFalse();

            gateway.bus().answer(gateway.bus().next());
            gateway.runTurns();
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);
        }
    }

    @Nested
    class BehindAnOverdrawnNode {
        private static final long INBOUND_BYTES = 64 * KIB;

        @RegisterExtension
        final GatewayFixture gateway = new GatewayFixture(
                GatewayFixture.bytes(40 * KIB, 100_000, 100_000),
                GatewayFixture.DRAIN,
                NodeBudget.Bytes.of(INBOUND_BYTES, GatewayFixture.MANY_BYTES, KIB));

        @Test
        void theClockOfTheFirstByteStandsStill() {
            TestClient silent = gateway.connect();
            for (int bodyKib : new int[] {28, 28, 8}) {
                gateway.connect().send(frame(1, request(1, "long") + " ".repeat(bodyKib * KIB)));
            }
            assertThat(gateway.budget().bytes().inbound().isOverdrawn()).isTrue();
            gateway.passMs(2 * FIRST_BYTE_MS);
            assertThat(silent.transport().reading()).isEqualTo(Reading.OFF);
            assertThat(silent.transport().isGone()).isFalse();

            gateway.bus().endAll();
            gateway.passMs(FIRST_BYTE_MS - TICK_MS);
            assertThat(silent.transport().reading()).isEqualTo(Reading.ON);
            assertThat(silent.transport().isGone()).isFalse();
            gateway.passMs(2 * TICK_MS);
            assertThat(silent.transport().closed()).isTrue();
            assertThat(gateway.meters().count(CloseReason.FIRST_BYTE_TIMEOUT)).isEqualTo(1);
        }
    }
}
