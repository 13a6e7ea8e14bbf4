package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.ByteAccount;
import dev.sluice.limits.ByteBudget;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that workers of other nodes run: one answer each, and the truth of what became of them. */
class RemoteCallsTest {
    private static final RpcError FULL = RpcError.overloaded("full", 1);

    /** Two of these are more than may lie unwritten. */
    private static final String LARGE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"work\",\"params\":[\"" + "x".repeat(600_000) + "\"]}";

    @RegisterExtension
    final ClusterFixture cluster = new ClusterFixture("one", "two");

    private final GatewayFixture gateway = cluster.gateway();
    private final TestClient client = gateway.connect();

    private static String request(String method, int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":[1]}";
    }

    private static void assertError(TestClient.Answer answer, ErrorCode code, String executed) {
        assertThat(answer.code()).isEqualTo(code.code());
        assertThat(answer.executed()).isEqualTo(executed);
    }

    @Test
    void theAnswerComesBackUnderTheIdsOfTheRequest() {
        client.sendFrame(7, request("work", 12));
        ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
        Call call = node.bus().nextStarted();
        assertThat(call.origin().remoteAddress()).isEqualTo("192.0.2.1:4711");
        node.bus().answer(call, "{\"a\":1}");
        gateway.runTurns();

        TestClient.Answer answer = client.answer();
        assertThat(answer.requestId()).isEqualTo(7);
        assertThat(answer.body().path("id").asInt()).isEqualTo(12);
        assertThat(answer.result()).isEqualTo("{\"a\":1}");
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
        assertThat(node.meters.remoteCallCount(Outcome.OK)).isEqualTo(1);
    }

    @Test
    void theNodeWithLessToDoGetsTheCall() {
        cluster.node("one").load(3);
        for (int i = 0; i < 3; i++) {
            client.sendFrame(i, request("work", i));
        }

        assertThat(cluster.nodeWithCalls().id).isEqualTo("two");
    }

    @Nested
    class ARefusal {
        @Test
        void goesToTheOtherNode() {
            client.sendFrame(1, request("work", 1));
            ClusterFixture.WorkerNode first = cluster.nodeWithCalls();
            first.bus().refuse(first.bus().next(), FULL);
            gateway.runTurns();

            ClusterFixture.WorkerNode second = cluster.nodeWithCalls();
            assertThat(second.id).isNotEqualTo(first.id);
            second.bus().answer(second.bus().next());
            gateway.runTurns();
            assertThat(client.answer().result()).isEqualTo("1");
        }

        @Test
        void isTheAnswerWhenNobodyElseIsThere() {
            client.sendFrame(1, request("work", 1));
            for (int i = 0; i < 2; i++) {
                ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
                node.bus().refuse(node.bus().next(), FULL);
                gateway.runTurns();
            }

            assertError(client.answer(), ErrorCode.OVERLOADED, "no");
            assertThat(gateway.meters().count(Ending.REFUSED)).isEqualTo(1);
        }

        @Test
        void ofAnErrorThatIsNoRefusalIsNone() {
            client.sendFrame(1, request("work", 1));
            ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
            node.bus().fail(node.bus().next(), RpcError.of(ErrorCode.INVALID_PARAMS, Executed.NO, "because"));
            gateway.runTurns();

            assertError(client.answer(), ErrorCode.INVALID_PARAMS, "no");
        }

        @Test
        void comesFromANodeThatDrains() {
            cluster.node("one").gate().drain();
            cluster.node("two").load(100);
            client.sendFrame(1, request("work", 1));
            gateway.runTurns();

            assertThat(cluster.nodeWithCalls().id).isEqualTo("two");
            assertThat(cluster.node("one").meters.count(Refusal.DRAINING)).isEqualTo(1);
        }

        @Test
        void isGivenAtOnceWhenNobodyOffersTheMethodNow() {
            cluster.offerNothing();
            client.sendFrame(1, request("work", 1));

            assertError(client.answer(), ErrorCode.OVERLOADED, "no");
            assertThat(gateway.meters().count(Refusal.NO_NODE)).isEqualTo(1);
        }
    }

    @Nested
    class ALostNode {
        @Test
        void leavesTheClientWithTheTruth() {
            client.sendFrame(1, request("work", 1));
            ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
            Call call = node.bus().nextStarted();
            node.lose();
            gateway.passMs(10);

            assertError(client.answer(), ErrorCode.WORKER_LOST, "unknown");
            assertThat(gateway.meters().count(Ending.UNKNOWN)).isEqualTo(1);
            assertThat(gateway.meter("work").count(Outcome.LOST)).isEqualTo(1);
            node.bus().answer(call);
            gateway.runTurns();
            assertThat(client.answers()).as("its late reply").isEmpty();
        }

        /** One that had started a call that may run twice. */
        private ClusterFixture.WorkerNode lostNode() {
            client.sendFrame(1, request("safe", 1));
            ClusterFixture.WorkerNode lost = cluster.nodeWithCalls();
            lost.bus().nextStarted();
            lost.lose();
            gateway.passMs(10);
            return lost;
        }

        @Test
        void isLeftForAnotherByCallsThatMayRunTwice() {
            client.sendFrame(1, request("safe", 1));
            ClusterFixture.WorkerNode lost = cluster.nodeWithCalls();
            Call first = lost.bus().nextStarted();
            lost.lose();
            gateway.passMs(10);

            ClusterFixture.WorkerNode other = cluster.nodeWithCalls();
            other.bus().answer(other.bus().next(), "\"second\"");
            lost.bus().answer(first, "\"first\"");
            gateway.runTurns();
            assertThat(client.answer().result()).isEqualTo("\"second\"");
        }

        @Test
        void isLeftOnlyOnce() {
            ClusterFixture.WorkerNode first = lostNode();
            ClusterFixture.WorkerNode second = cluster.nodeWithCalls();
            second.bus().nextStarted();
            first.find();
            second.lose();
            gateway.passMs(10);

            assertError(client.answer(), ErrorCode.WORKER_LOST, "unknown");
        }

        @Test
        void mayHaveRunWhatAnotherOneThenRefuses() {
            lostNode();
            ClusterFixture.WorkerNode second = cluster.nodeWithCalls();
            second.bus().refuse(second.bus().next(), FULL);
            gateway.runTurns();

            assertError(client.answer(), ErrorCode.WORKER_LOST, "unknown");
        }

        @Test
        void mayHaveRunWhatWaitsForAnotherUntilItsDeadline() {
            cluster.wire().holdUpTo("two");
            cluster.node("one").load(10);
            client.sendFrame(1, LARGE);
            client.sendFrame(2, LARGE);
            cluster.node("two").load(1_000);
            client.sendFrame(3, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"safe\",\"meta\":{\"timeoutMs\":100}}");
            cluster.node("one").bus().nextStarted();
            cluster.node("one").lose();
            gateway.passMs(200);

            assertError(client.answer(), ErrorCode.DEADLINE_EXCEEDED, "unknown");
            cluster.wire().letGo();
            gateway.runTurns();
        }

        @Test
        void isKnownByItsBrokenConnection() {
            cluster.wire().breakTo("one");
            cluster.node("two").load(1_000);
            client.sendFrame(1, request("work", 1));
            gateway.passMs(10);

            assertError(client.answer(), ErrorCode.WORKER_LOST, "unknown");
            client.sendFrame(2, request("work", 2));
            assertThat(cluster.nodeWithCalls().id).isEqualTo("two");
        }

        @Test
        void hasNotHadWhatDidNotLeave() {
            cluster.wire().holdUpTo("one");
            cluster.node("two").load(10);
            client.sendFrame(1, LARGE);
            client.sendFrame(2, LARGE);
            client.sendFrame(3, LARGE);
            cluster.node("one").lose();
            gateway.passMs(10);

            List<TestClient.Answer> answers = client.answers();
            assertThat(answers).extracting(TestClient.Answer::executed).containsOnly("unknown");
            assertThat(answers).hasSize(2);
            assertThat(cluster.node("two").bus().waiting()).isEqualTo(1);
            cluster.wire().letGo();
        }

        @Test
        void isAnotherOneWhenItComesBack() {
            client.sendFrame(1, request("work", 1));
            ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
            Call old = node.bus().nextStarted();
            node.lose();
            gateway.passMs(10);
            client.answers();
            node.find();
            cluster.otherThan(node).load(1_000);
            client.sendFrame(2, request("work", 2));
            node.bus().answer(node.bus().next(), "2");
            node.bus().answer(old, "1");
            gateway.runTurns();

            assertThat(client.answer().result()).isEqualTo("2");
        }
    }

    @Nested
    class WhatNobodyWaitsFor {
        @Test
        void isTakenBackFromTheNodeWhenTheClientLeaves() {
            client.send(frame(1, request("work", 1)));
            ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
            Call waiting = node.bus().next();
            client.disconnect();
            gateway.runTurns();

            assertThat(waiting.state()).isEqualTo(Call.State.WITHDRAWN);
            node.bus().skip(waiting);
            gateway.runTurns();
            assertThat(gateway.meters().lateReplyCount())
                    .as("replies that free the slot")
                    .isEqualTo(1);
        }

        @Test
        void isToldThatItIsCancelled() {
            client.sendFrame(1, request("work", 1));
            ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
            Call running = node.bus().nextStarted();
            client.sendFrame(2, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":1}}");
            gateway.runTurns();

            assertError(client.answer(), ErrorCode.CANCELLED, "unknown");
            assertThat(running.isCancelled()).isTrue();
            node.bus().answer(running);
        }

        @Test
        void isDroppedWhenTheGatewayIsLost() {
            client.sendFrame(1, request("work", 1));
            ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
            Call running = node.bus().nextStarted();
            node.gate().onNodeLeft(ClusterFixture.GATEWAY);

            assertThat(running.isCancelled()).isTrue();
            node.bus().answer(running);
            gateway.runTurns();
            assertThat(client.answers()).isEmpty();
            node.lose();
            gateway.passMs(10);
            assertError(client.answer(), ErrorCode.WORKER_LOST, "unknown");
        }

        @Test
        void isNotWaitedForBeyondItsDeadline() {
            client.sendFrame(1, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"work\",\"meta\":{\"timeoutMs\":50}}");
            ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
            Call running = node.bus().nextStarted();
            gateway.passMs(60);

            assertError(client.answer(), ErrorCode.DEADLINE_EXCEEDED, "unknown");
            assertThat(running.isCancelled()).isTrue();
            node.bus().answer(running);
        }
    }

    @Test
    void aReplyThatCouldNotBeSentIsSentAgain() {
        client.sendFrame(1, request("work", 1));
        ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
        Call call = node.bus().nextStarted();
        cluster.wire().breakTo(ClusterFixture.GATEWAY);
        node.bus().answer(call, "5");
        gateway.runTurns();
        assertThat(client.answers()).isEmpty();

        cluster.wire().letGo();
        node.gate().onTick();
        gateway.runTurns();
        assertThat(client.answer().result()).isEqualTo("5");
        node.gate().onTick();
        gateway.runTurns();
        assertThat(client.answers()).isEmpty();
    }

    @Test
    void aReplyThatCannotBeSentIsGivenUpAfterHalfAMinute() {
        client.sendFrame(1, request("work", 1));
        ClusterFixture.WorkerNode node = cluster.nodeWithCalls();
        ByteBudget outbound = node.budget.bytes().outbound();
        Call call = node.bus().nextStarted();
        cluster.wire().breakTo(ClusterFixture.GATEWAY);
        node.bus().answer(call, "\"" + "x".repeat(10_000) + "\"");
        gateway.runTurns();
        gateway.passMs(29_000);
        node.gate().onTick();
        assertThat(outbound.usedBytes()).isPositive();
        assertThat(node.gate().isDrained(0)).isFalse();

        gateway.passMs(1_000);
        node.gate().onTick();
        assertThat(outbound.usedBytes()).isZero();
        assertThat(node.gate().isDrained(0)).isTrue();
        assertError(client.answer(), ErrorCode.DEADLINE_EXCEEDED, "unknown");
        gateway.passMs(40_000); // until the gateway gives up its slot as well
    }

    @Test
    void withoutRoomForAnswersARefusalIsStillOneAndAResultIsTooLarge() {
        cluster.node("two").load(1_000);
        ByteBudget outbound = cluster.node("one").budget.bytes().outbound();
        ByteAccount others = new ByteAccount(outbound);
        assertThat(others.overdraw(outbound.limitBytes() + outbound.limitBytes() / 8 + ByteAccount.FLOOR_BYTES))
                .isTrue();
        client.sendFrame(1, request("work", 1));
        FakeBus bus = cluster.node("one").bus();
        bus.refuse(bus.next(), FULL);
        gateway.runTurns();
        FakeBus other = cluster.node("two").bus();
        other.refuse(other.next(), FULL);
        gateway.runTurns();
        assertError(client.answer(), ErrorCode.OVERLOADED, "no");

        client.sendFrame(2, request("work", 2));
        bus.answer(bus.next(), "\"" + "x".repeat(10_000) + "\"");
        gateway.runTurns();
        assertError(client.answer(), ErrorCode.RESPONSE_TOO_LARGE, "yes");

        client.sendFrame(3, request("work", 3));
        bus.refuse(bus.next(), RpcError.overloaded("x".repeat(6_000), 1));
        gateway.runTurns();
        assertError(client.answer(), ErrorCode.RESPONSE_TOO_LARGE, "no");
        others.close();
    }

    @Test
    void aNodeIsDrainedWhenAllIsRepliedToAndNothingComes() {
        NodeGate gate = cluster.node("one").gate();
        cluster.node("two").load(1_000);
        client.sendFrame(1, request("work", 1));
        Call call = cluster.node("one").bus().nextStarted();
        gate.drain();
        gateway.passMs(2_000);
        assertThat(gate.isDrained(1_500 * GatewayFixture.MS)).isFalse();

        cluster.node("one").bus().answer(call);
        gateway.runTurns();
        assertThat(gate.isDrained(1_500 * GatewayFixture.MS)).isTrue();
        assertThat(gate.isDrained(2_500 * GatewayFixture.MS)).isFalse();
        assertThat(client.answer().result()).isEqualTo("1");
    }

    @Test
    void aNodeIsNotDrainedBeforeItsLastReplyIsWritten() {
        NodeGate gate = cluster.node("one").gate();
        cluster.node("two").load(1_000);
        client.sendFrame(1, request("work", 1));
        FakeBus bus = cluster.node("one").bus();
        gate.drain();
        cluster.wire().holdUpTo(ClusterFixture.GATEWAY);
        bus.fail(bus.nextStarted(), RpcError.of(ErrorCode.INTERNAL_ERROR, Executed.YES));
        gateway.passMs(2_000);
        assertThat(gate.isDrained(1_500 * GatewayFixture.MS)).isFalse();

        cluster.wire().letGo();
        gateway.runTurns();
        assertThat(gate.isDrained(1_500 * GatewayFixture.MS)).isTrue();
        assertError(client.answer(), ErrorCode.INTERNAL_ERROR, "yes");
    }
}
