package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.Transport.Reading;
import dev.sluice.limits.ByteBudget;
import dev.sluice.limits.NodeBudget;
import dev.sluice.limits.TransitBudget;
import dev.sluice.metrics.Brake;
import dev.sluice.metrics.CloseReason;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests of all clients together take no more than {@code limits.inboundBytes}; who is slow pays first. */
class InboundBytesTest {
    private static final int KIB = 1024;
    private static final int TICK_MS = 50;
    private static final int LIMIT = 64 * KIB;
    private static final int FRAME = 40 * KIB;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            new GatewayLimits(
                    new GatewayLimits.Frames(FRAME, 100_000, 100, 100),
                    GatewayFixture.LIMITS.calls(),
                    GatewayLimits.Queues.of(FRAME, LIMIT, 100_000),
                    GatewayFixture.LIMITS.times()),
            GatewayFixture.DRAIN,
            new NodeBudget.Bytes(
                    new ByteBudget(LIMIT), new TransitBudget(KIB), new ByteBudget(GatewayFixture.MANY_BYTES)));

    private final ByteBudget inbound = gateway.budget().bytes().inbound();

    @Nested
    class FramesThatAreComing {
        @Test
        void theSlowestPaysAndTheNewestIsServed() {
            TestClient first = gateway.connect();
            TestClient slow = gateway.connect();
            TestClient fast = gateway.connect();
            first.request(1);
            begin(slow, 24);
            gateway.passMs(100);
            begin(fast, 24);
            TestClient newest = gateway.connect();
            newest.send(frame(9, body(10)));

            assertThat(slow.transport().fin()).isTrue();
            assertThat(gateway.bus().next(2).get(1).requestId()).isEqualTo(9);
            for (TestClient other : new TestClient[] {first, fast, newest}) {
                assertThat(other.transport().fin() || other.transport().isGone())
                        .isFalse();
            }
            finish(fast, 24);
            assertThat(gateway.bus().waiting()).isEqualTo(1);
            slow.fin();
            assertThat(gateway.meters().count(CloseReason.INBOUND_BYTES)).isEqualTo(1);
        }

        @Test
        void asManyOfTheSlowestPayAsAreNeeded() {
            TestClient[] slow = new TestClient[3];
            for (int i = 0; i < slow.length; i++) {
                slow[i] = gateway.connect();
                begin(slow[i], 12);
                gateway.passMs(100);
            }
            gateway.connect().send(frame(9, body(38)));

            assertThat(Stream.of(slow).map(client -> client.transport().fin())).containsExactly(true, true, false);
            assertThat(gateway.bus().waiting()).isEqualTo(1);
        }

        @Test
        void theSlowestIsTheOneWhoseFrameBeganFirstAndNotTheOneThatWasSilentLongest() {
            TestClient trickling = gateway.connect();
            TestClient silent = gateway.connect();
            begin(trickling, 20);
            gateway.passMs(100);
            begin(silent, 24);
            gateway.passMs(100);
            trickling.send(new byte[KIB]);
            gateway.connect().send(frame(9, body(10)));

            assertThat(trickling.transport().fin()).isTrue();
            assertThat(silent.transport().fin()).isFalse();
        }

        @Test
        void whoIsSlowestPaysEvenIfItIsTheOneThatAsks() {
            TestClient other = gateway.connect();
            other.send(frame(1, body(38)));
            TestClient slow = gateway.connect();
            begin(slow, 20);
            assertThat(slow.transport().fin()).isFalse();

            slow.send(new byte[18 * KIB]);
            assertThat(slow.transport().fin()).isTrue();
            assertThat(gateway.bus().waiting()).isEqualTo(1);
        }

        @Test
        void whatThePayerHasInFlightIsAnsweredBeforeFin() {
            TestClient slow = gateway.connect();
            slow.request(3);
            begin(slow, 38);
            gateway.passMs(100);
            gateway.connect().send(frame(9, body(38)));
            assertThat(slow.transport().fin()).isFalse();

            gateway.bus().answer(gateway.bus().next());
            gateway.runTurns();
            assertThat(slow.answeredIds()).containsExactly(3);
            assertThat(slow.transport().fin()).isTrue();
        }

        @Test
        void whoHoldsNothingOfTheNodeHasNothingToPayWith() {
            TestClient small = gateway.connect();
            small.sendHex("c0debabe 00000001 00000100 7b");
            gateway.passMs(100);
            TestClient large = gateway.connect();
            begin(large, 38);
            gateway.connect().send(frame(9, body(38)));

            assertThat(small.transport().fin()).isFalse();
            assertThat(large.transport().fin()).isTrue();
        }
    }

    @Nested
    class WithNobodyInsideAFrame {
        private final TestClient idle = gateway.connect();
        private final TestClient holder = gateway.connect();

        @Test
        void whatHasArrivedIsTakenAndThenNothingIsReadUntilBytesComeFree() {
            fill();
            TestClient late = gateway.connect();
            late.send(frame(9, body(8)));
            assertThat(inbound.isOverdrawn()).isTrue();
            assertThat(gateway.bus().waiting()).as("it is executed").isEqualTo(3);
            assertThat(late.transport().reading()).isEqualTo(Reading.OFF);
            gateway.passMs(TICK_MS);
            assertThat(idle.transport().reading()).isEqualTo(Reading.OFF);
            assertThat(gateway.meters().count(Brake.INBOUND_BYTES)).isEqualTo(4);

            gateway.bus().answer(gateway.bus().next());
            gateway.passMs(TICK_MS);
            assertThat(inbound.isOverdrawn()).isFalse();
            assertThat(late.transport().reading()).isEqualTo(Reading.ON);
            assertThat(idle.transport().reading()).isEqualTo(Reading.ON);
        }

        @Test
        void whoIsInsideAFrameIsReadOn() {
            idle.sendHex("c0debabe 00000001 00000010 7b");
            fill();
            gateway.connect().send(frame(9, body(8)));
            gateway.passMs(TICK_MS);
            assertThat(inbound.isOverdrawn()).isTrue();
            assertThat(idle.transport().reading()).isEqualTo(Reading.ON);

            idle.send(new byte[15]);
            assertThat(idle.answer().code()).isEqualTo(-32700);
        }

        @Test
        void theFloorOfEachConnectionIsReadableAtTheLimit() {
            fill();
            assertThat(inbound.usedBytes()).isEqualTo(LIMIT);
            gateway.passMs(TICK_MS);
            idle.send(frame(9, body(3)));

            assertThat(gateway.bus().waiting()).isEqualTo(3);
            assertThat(idle.transport().reading()).isEqualTo(Reading.ON);
            assertThat(inbound.usedBytes()).isEqualTo(LIMIT);
        }

        @Test
        void whoSendsMoreThanCanBeOverdrawnPaysItself() {
            fill();
            TestClient late = gateway.connect();
            late.send(frame(9, body(14)));

            assertThat(late.transport().fin()).isTrue();
            assertThat(gateway.bus().waiting()).isEqualTo(2);
            assertThat(inbound.isOverdrawn()).isFalse();
            assertThat(holder.transport().fin()).isFalse();
        }

        /** Two calls in flight that hold all bytes there are. */
        private void fill() {
            holder.send(frame(1, body(28)));
            gateway.connect().send(frame(2, body(28)));
            assertThat(inbound.usedBytes()).isEqualTo(LIMIT);
        }
    }

    @Test
    void bytesAreReservedAsTheyArriveAndNotAsTheyAreDeclared() {
        TestClient client = gateway.connect();
        client.send(Arrays.copyOf(frame(1, body(38)), 100));
        assertThat(inbound.usedBytes()).isZero();

        client.send(new byte[5 * KIB]);
        assertThat(inbound.usedBytes()).isEqualTo(16 * KIB);
    }

    @Test
    void oneConnectionIsNotReadBeyondItsShareBodiesInFlightIncluded() {
        TestClient client = gateway.connect();
        client.send(frame(1, body(38)));
        assertThat(client.transport().reading()).isEqualTo(Reading.ON);
        client.send(frame(2, body(3)));
        assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
        assertThat(gateway.meters().count(Brake.INBOUND_BYTES)).isEqualTo(1);

        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        assertThat(client.transport().reading()).isEqualTo(Reading.ON);
    }

    @Test
    void anAnswerGivesTheBytesOfACallBackThatStillRuns() {
        TestClient client = gateway.connect();
        client.send(frame(1, body(38)));
        gateway.bus().nextStarted();
        gateway.passMs(9_990);
        assertThat(inbound.usedBytes()).isPositive();

        gateway.passMs(10);
        assertThat(client.answeredIds()).containsExactly(1);
        assertThat(inbound.usedBytes()).isZero();
    }

    /** A request whose body has a little more than so many KiB. */
    private static String body(int kib) {
        return request(1, "work") + " ".repeat(kib * KIB);
    }

    /** Sends the first so many KiB of a frame. */
    private static void begin(TestClient client, int kib) {
        client.send(Arrays.copyOf(frame(5, body(39)), kib * KIB));
    }

    /** Sends the rest of it. */
    private static void finish(TestClient client, int kib) {
        byte[] all = frame(5, body(39));
        client.send(Arrays.copyOfRange(all, kib * KIB, all.length));
    }
}
