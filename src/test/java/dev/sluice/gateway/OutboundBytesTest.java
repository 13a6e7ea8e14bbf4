package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.ByteBudget;
import dev.sluice.limits.NodeBudget;
import dev.sluice.limits.TransitBudget;
import dev.sluice.metrics.Brake;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers of all clients together take no more than {@code limits.outboundBytes}; who takes the least of his pays first. */
class OutboundBytesTest {
    private static final int KIB = 1024;
    private static final int LIMIT = 64 * KIB;
    private static final int RESPONSE = 200 * KIB;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            GatewayFixture.bytes(KIB, RESPONSE, 10_000 * KIB),
            GatewayFixture.DRAIN,
            new NodeBudget.Bytes(
                    new ByteBudget(GatewayFixture.MANY_BYTES), new TransitBudget(RESPONSE), new ByteBudget(LIMIT)));

    private final ByteBudget outbound = gateway.budget().bytes().outbound();
    private final TestClient client = gateway.connect();

    @Test
    void theLongestQueueIsCutAndTheAskingOneIsServed() {
        TestClient longest = lazyWith(30);
        TestClient shorter = lazyWith(12);
        answer(client, 30);

        assertThat(longest.transport().aborted()).isTrue();
        assertThat(shorter.transport().isGone()).isFalse();
        assertThat(client.answer().result()).hasSize(30 * KIB);
        assertThat(gateway.meters().count(CloseReason.OUTBOUND_BYTES)).isEqualTo(1);
        shorter.transport().takeEverything();
        gateway.runTurns();
        assertThat(shorter.answer().result()).hasSize(12 * KIB);
        assertThat(outbound.usedBytes()).isZero();
    }

    @Test
    void asManyOfTheLongestAreCutAsAreNeeded() {
        TestClient first = lazyWith(20);
        TestClient second = lazyWith(18);
        TestClient small = lazyWith(3);
        answer(client, 55);

        assertThat(first.transport().aborted()).isTrue();
        assertThat(second.transport().aborted()).isTrue();
        assertThat(small.transport().isGone()).isFalse();
        assertThat(client.answer().result()).hasSize(55 * KIB);
    }

    @Test
    void whoHasTheLongestQueueIsCutItselfWhenItNeedsMore() {
        TestClient other = lazyWith(12);
        TestClient longest = lazyWith(34);
        answer(longest, 20);

        assertThat(longest.transport().aborted()).isTrue();
        assertThat(other.transport().isGone()).isFalse();
        assertThat(gateway.meters().count(CloseReason.OUTBOUND_BYTES)).isEqualTo(1);
    }

    @Test
    void theCallsOfWhoIsCutAreCancelledAndItsLateRepliesDropped() {
        TestClient longest = lazyWith(50);
        longest.request(7);
        Call running = gateway.bus().nextStarted();
        answer(client, 30);
        assertThat(running.isCancelled()).isTrue();
        assertThat(gateway.meters().count(Ending.ABANDONED_BY_CLIENT)).isEqualTo(1);
        int written = longest.transport().bytes().length;

        gateway.bus().answer(running);
        gateway.runTurns();
        assertThat(longest.transport().bytes()).hasSize(written);
        assertThat(gateway.meters().lateReplyCount()).isEqualTo(1);
    }

    @Test
    void aloneWithAResultTooLargeForTheRoomItGetsAnErrorAndLives() {
        answer(client, 100);
        TestClient.Answer answer = client.answer();
        assertThat(answer.code()).isEqualTo(-32006);
        assertThat(answer.executed()).isEqualTo("yes");
        assertThat(answer.body().path("id").asInt()).isEqualTo(1);
        assertThat(answer.body().toString()).contains("limits.outboundBytes");
        assertThat(gateway.meters().count(Brake.OUTBOUND_BYTES)).isEqualTo(1);
        assertThat(gateway.meters().count(Brake.MAX_RESPONSE_BYTES)).isZero();

        answer(client, 60);
        assertThat(client.answer().result()).hasSize(60 * KIB);
    }

    @Test
    void theErrorInPlaceOfALargerOneKeepsWhatWasSaidOfItsExecution() {
        client.request(1);
        RpcError large = RpcError.encode(7, "x".repeat(100 * KIB), Executed.UNKNOWN, data -> {});
        gateway.bus().fail(gateway.bus().next(), large);
        gateway.runTurns();

        TestClient.Answer answer = client.answer();
        assertThat(answer.code()).isEqualTo(-32006);
        assertThat(answer.executed()).isEqualTo("unknown");
    }

    @Test
    void theFloorOfEachConnectionIsThereWhenAllIsTaken() {
        TestClient longest = lazyWith(60);
        for (int i = 0; i < 3; i++) {
            answer(lazy(), 3);
        }

        assertThat(longest.transport().isGone()).isFalse();
        assertThat(outbound.usedBytes()).isEqualTo(LIMIT);
    }

    @Test
    void aBatchHoldsRoomWhileItIsNotComplete() {
        client.sendFrame(1, "[" + work(1) + "," + work(2) + "]");
        gateway.bus().answer(gateway.bus().next(), text(30));
        gateway.runTurns();
        assertThat(client.transport().bytes()).isEmpty();
        assertThat(outbound.usedBytes()).isEqualTo(32 * KIB);

        gateway.bus().answer(gateway.bus().next(), text(20));
        gateway.runTurns();
        assertThat(client.answer().body()).hasSize(2);
        assertThat(outbound.usedBytes()).isZero();
    }

    @Test
    void aBatchThatHoldsTheMostIsCutLikeAQueue() {
        client.sendFrame(1, "[" + work(1) + "," + work(2) + "]");
        gateway.bus().answer(gateway.bus().next(), text(40));
        Call second = gateway.bus().nextStarted();
        TestClient other = gateway.connect();
        answer(other, 40);
        assertThat(client.transport().aborted()).isTrue();
        assertThat(other.answer().result()).hasSize(40 * KIB);

        gateway.bus().answer(second);
        gateway.runTurns();
        assertThat(client.transport().bytes()).isEmpty();
        assertThat(outbound.usedBytes()).isZero();
    }

    @Test
    void aBatchWhosePartsFindNoRoomIsCut() {
        TestClient batch = gateway.connect();
        batch.sendFrame(1, "[" + work(1) + "," + work(2) + "," + work(3) + "]");
        gateway.bus().answer(gateway.bus().next(), text(60));
        gateway.bus().answer(gateway.bus().next(), text(60));
        gateway.runTurns();

        assertThat(batch.transport().aborted()).isTrue();
        assertThat(client.transport().isGone()).isFalse();
        assertThat(gateway.meters().count(CloseReason.OUTBOUND_BYTES)).isEqualTo(1);
        assertThat(outbound.usedBytes()).isZero();
    }

    @Test
    void whatIsTakenIsGivenBackAsItIsTaken() {
        TestClient slow = lazyWith(60);
        assertThat(outbound.usedBytes()).isEqualTo(LIMIT);
        slow.transport().take(40 * KIB);
        gateway.runTurns();
        assertThat(outbound.usedBytes()).isLessThanOrEqualTo(LIMIT - 16 * KIB);

        slow.transport().takeEverything();
        gateway.runTurns();
        assertThat(outbound.usedBytes()).isZero();
        assertThat(slow.transport().isGone()).isFalse();
    }

    /** A client that takes nothing. */
    private TestClient lazy() {
        TestClient lazy = gateway.connect();
        lazy.transport().takeNothing();
        return lazy;
    }

    /** A client that takes nothing, with an answer of so many KiB in its queue. */
    private TestClient lazyWith(int kib) {
        TestClient lazy = lazy();
        answer(lazy, kib);
        assertThat(lazy.transport().isGone()).isFalse();
        return lazy;
    }

    /** The client asks, and gets a result of so many KiB as JSON. */
    private void answer(TestClient asking, int kib) {
        asking.request(1);
        gateway.bus().answer(gateway.bus().next(), text(kib));
        gateway.runTurns();
    }

    private static String text(int kib) {
        return "\"" + "x".repeat(kib * KIB - 2) + "\"";
    }
}
