package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.ids;
import static dev.sluice.gateway.TestClient.requests;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.gateway.Transport.Reading;
import dev.sluice.metrics.Brake;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection at one of its limits is not read, until there is room again. */
class BackPressureTest {
    @Nested
    class CallsInFlightOfAConnection {
        private static final int LIMIT = 3;

        @RegisterExtension
        final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(1_000, LIMIT));

        private final TestClient client = gateway.connect();

        @Test
        void framesBeyondTheLimitAreParkedUpToABoundAndThenNothingIsRead() {
            client.request(ids(LIMIT + FrameIntake.MAX_PARKED - 1));
            assertThat(gateway.bus().waiting()).isEqualTo(LIMIT);
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);

            client.arrive(requests(7));
            assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
            assertThat(gateway.meters().count(Brake.MAX_IN_FLIGHT_PER_CONNECTION))
                    .isEqualTo(1);
        }

        @Test
        void aParkedFrameIsDispatchedWhenAnAnswerFreesASlot() {
            client.request(ids(5));
            assertThat(gateway.bus().waiting()).isEqualTo(LIMIT);
            assertThat(gateway.meters().receivedCount()).isEqualTo(LIMIT);

            gateway.bus().answer(gateway.bus().next());
            gateway.runTurns();
            assertThat(gateway.meters().receivedCount()).isEqualTo(4);

            gateway.bus().next(3).forEach(gateway.bus()::answer);
            gateway.runTurns();
            assertThat(gateway.meters().receivedCount()).isEqualTo(5);
            assertThat(gateway.bus().next().requestId()).isEqualTo(4);
        }

        @Test
        void anAnswerTurnsReadingOnWhenNothingMoreCouldBeParked() {
            client.request(ids(LIMIT + FrameIntake.MAX_PARKED));
            gateway.bus().answer(gateway.bus().next());
            assertThat(client.transport().reading()).isEqualTo(Reading.OFF);

            gateway.runTurns();
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);
        }

        @Test
        void aFullConnectionDoesNotHoldBackAnother() {
            client.request(ids(5));
            TestClient other = gateway.connect();
            other.request(1);

            assertThat(gateway.bus().waiting()).isEqualTo(LIMIT + 1);
            assertThat(other.transport().reading()).isEqualTo(Reading.ON);
        }

        @Test
        void aDeadlineFreesTheConnectionsSlotToo() {
            client.request(ids(4));
            gateway.bus().next(3).forEach(Call::start);
            gateway.passMs(10_000);

            assertThat(client.answeredIds()).containsExactlyInAnyOrder(0, 1, 2);
            assertThat(gateway.bus().waiting()).isEqualTo(1);
        }
    }

    @Nested
    class AnswersNotTaken {
        private static final int MARK = 1_000;

        @RegisterExtension
        final GatewayFixture gateway = new GatewayFixture(GatewayFixture.bytes(10_000, 100_000, MARK));

        private final TestClient client = gateway.connect();

        @Test
        void stopReadingAtTheMarkAndNotBelow() {
            client.transport().takeNothing();
            client.request(1, 2);
            answerWithFrameOf(MARK - 1);
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);

            gateway.bus().answer(gateway.bus().next());
            gateway.runTurns();
            assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
        }

        @Test
        void letNothingBeParsedUntilTheyAreTaken() {
            client.transport().takeNothing();
            client.request(1);
            answerWithFrameOf(MARK);
            client.request(2);
            assertThat(gateway.bus().waiting()).isZero();

            client.transport().take(1);
            gateway.runTurns();
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);
            assertThat(gateway.bus().waiting()).isEqualTo(1);
        }

        private void answerWithFrameOf(int bytes) {
            int around = TestClient.frame(0, "{\"jsonrpc\":\"2.0\",\"result\":\"\",\"id\":1}").length;
            gateway.bus().answer(gateway.bus().next(), "\"" + "x".repeat(bytes - around) + "\"");
            gateway.runTurns();
            assertThat(client.transport().inTransport()).isEqualTo(bytes);
        }
    }

    @Nested
    class FramesOfOneTurn {
        private static final int PER_TURN = 256;

        @RegisterExtension
        final GatewayFixture gateway = new GatewayFixture();

        private final TestClient client = gateway.connect();

        @Test
        void areNoMoreThanAShareAndTheRestFollowsInLaterTurns() {
            client.arrive(requests(ids(600)));
            assertThat(gateway.meters().receivedCount()).isEqualTo(PER_TURN);

            TestClient other = gateway.connect();
            other.arrive(requests(1));
            gateway.runTurn();
            assertThat(gateway.bus().next(PER_TURN + 1).get(PER_TURN).requestId())
                    .isEqualTo(1);
            assertThat(gateway.meters().receivedCount()).isEqualTo(2 * PER_TURN + 1);

            gateway.runTurns();
            assertThat(gateway.meters().receivedCount()).isEqualTo(601);
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);
        }

        @Test
        void leftForTheNextTurnWaitUntilTheSocketsWereLookedAt() {
            client.arrive(requests(ids(600)));
            assertThat(gateway.tasksAfterReading()).isZero();

            gateway.runTurn();
            assertThat(gateway.tasksAfterReading()).isEqualTo(1);
            gateway.runTurns();
            assertThat(gateway.tasksAfterReading()).isEqualTo(1);
            assertThat(gateway.meters().receivedCount()).isEqualTo(600);
        }

        @Test
        void ofAllConnectionsTogetherAreBounded() {
            for (int i = 0; i < 10; i++) {
                gateway.connect().arrive(requests(ids(PER_TURN)));
            }

            assertThat(gateway.meters().receivedCount()).isEqualTo(LoopTurn.MAX_FRAMES);
        }

        @Test
        void areFirstThoseOfWhoeverFoundNothingLeft() {
            List<TestClient> greedy =
                    Stream.generate(gateway::connect).limit(50).toList();
            greedy.forEach(each -> each.arrive(requests(ids(1_000))));
            client.arrive(requests(1));
            assertThat(client.connection().slots().size())
                    .as("nothing was left")
                    .isZero();

            gateway.runTurn();
            assertThat(client.connection().slots().size()).isEqualTo(1);
            assertThat(greedy)
                    .filteredOn(each -> each.connection().slots().size() > 0)
                    .as("all of them, with smaller shares")
                    .hasSize(50);
        }

        @Test
        void thatAreFewAndCameTogetherAreTakenTogether() {
            List<TestClient> many = Stream.generate(gateway::connect).limit(300).toList();
            many.forEach(each -> each.arrive(requests(ids(4))));
            for (int turn = 0; turn < 3; turn++) {
                assertThat(many).allMatch(each -> each.connection().slots().size() % 4 == 0);
                assertThat(many)
                        .as("to stop for so few bytes is not worth two system calls")
                        .allMatch(each -> each.transport().reading() == Reading.ON);
                gateway.runTurn();
            }

            assertThat(gateway.meters().receivedCount()).isEqualTo(1_200);
        }

        @Test
        void thatAreMoreThanAFewAreTakenInShares() {
            List<TestClient> many = Stream.generate(gateway::connect).limit(100).toList();
            many.forEach(each -> each.arrive(requests(ids(30))));
            gateway.runTurn();

            assertThat(many)
                    .filteredOn(each -> each.connection().slots().size() == LoopTurn.LEAST_FRAMES_OF_ONE)
                    .hasSizeGreaterThan(50);
        }

        @Test
        void leftBehindKeepAConnectionFromBeingRead() {
            client.arrive(requests(ids(600)));
            assertThat(client.transport().reading()).isEqualTo(Reading.OFF);

            gateway.runTurns();
            assertThat(client.transport().reading()).isEqualTo(Reading.ON);
            assertThat(gateway.meters().count(Brake.INBOUND_BYTES))
                    .as("no limit did that")
                    .isZero();
        }

        @Test
        void thatMeetALimitMeanwhileAreCountedOnce() {
            client.arrive(requests(ids(2_000)));
            gateway.runTurns();

            assertThat(client.transport().reading()).isEqualTo(Reading.OFF);
            assertThat(gateway.meters().count(Brake.MAX_IN_FLIGHT_PER_CONNECTION))
                    .isEqualTo(1);
        }

        @Test
        void leaveNoTurnBehindWhenTheyFitExactly() {
            client.arrive(requests(ids(PER_TURN)));
            gateway.runTurns();

            List<Call> calls = gateway.bus().next(PER_TURN);
            assertThat(calls).extracting(Call::requestId).startsWith(0).endsWith(255);
            assertThat(gateway.isIdle()).isTrue();
        }

        @Test
        void areTheFirstToBeParsedWhenTheClientSaysNoMore() {
            client.arrive(requests(ids(600)));
            client.fin();
            assertThat(client.transport().fin()).isFalse();

            gateway.bus().endAll();
            gateway.runTurns();
            assertThat(client.answeredIds()).hasSize(600);
            assertThat(client.transport().fin()).isTrue();
        }
    }
}
