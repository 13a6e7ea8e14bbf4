package dev.sluice.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the calls of a gateway go that has workers of its own, and neighbours. */
class ClusterOutboxTest {
    private static final long SPILL_NANOS = 20_000_000;

    @RegisterExtension
    final BusFixture bus = new BusFixture();

    private final Lane here = new Lane(0, List.of("worker.0"));
    private final RemoteNode node = new RemoteNode("there");
    private final RemoteLane there = new RemoteLane(node, 1);
    private final MethodMeter meter = new NodeMeters().method("work");
    private final Target both = new Target(here, List.of(there), 1, false, meter);
    private final Target onlyThere = new Target(Lane.elsewhere(1), List.of(there), 1, false, meter);
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

    private ClusterOutbox outbox() throws Exception {
        Targets targets = new LocalTargets(Map.of("work", both), List.of(here));
        ClusterOutbox outbox = bus.onLoop(() -> new ClusterOutbox(
                bus.access(), "here", 3, targets, (reply, nowNanos) -> replies.add(reply), SPILL_NANOS));
        BusFixture.await(outbox.ready());
        return outbox;
    }

    private void send(ClusterOutbox outbox, Target target, Call... calls) throws Exception {
        bus.onLoop(() -> {
            for (Call call : calls) {
                outbox.send(call, target);
            }
            outbox.flush();
            return null;
        });
    }

    private CallBatch nextThere(BlockingQueue<Buffer> arrived) throws Exception {
        return BatchWire.calls(BusFixture.next(arrived), bus.now());
    }

    @Test
    void stayOnThisNodeWhileItsWorkersKeepUp() throws Exception {
        BlockingQueue<CallBatch> local = bus.consume("worker.0");
        ClusterOutbox outbox = outbox();
        send(outbox, both, TestCalls.call(1));

        assertThat(BusFixture.next(local).calls()).extracting(Call::ticket).containsExactly(1L);
    }

    @Test
    void goElsewhereWhenTheyWaitTooLongHereAndThatIsBetter() throws Exception {
        BlockingQueue<CallBatch> local = bus.consume("worker.0");
        BlockingQueue<Buffer> remote = bus.consume("sluice.node.there");
        ClusterOutbox outbox = outbox();
        send(outbox, both, TestCalls.call(1));
        BusFixture.next(local);
        bus.onLoop(() -> {
            outbox.swept(0, SPILL_NANOS);
            return null;
        });
        send(outbox, both, TestCalls.call(2)); // one call is here, none there
        assertThat(nextThere(remote).calls()).extracting(Call::ticket).containsExactly(2L);

        there.load(10);
        send(outbox, both, TestCalls.call(3));
        assertThat(BusFixture.next(local).calls()).extracting(Call::ticket).containsExactly(3L);
    }

    @Test
    void ofThisGatewayCountOnceInWhatANodeHasToDo() throws Exception {
        RemoteLane ours = new RemoteLane(new RemoteNode("ours"), 1);
        RemoteLane others = new RemoteLane(new RemoteNode("others"), 1);
        BlockingQueue<Buffer> arrived = bus.consume("sluice.node.ours");
        ClusterOutbox outbox = outbox();
        Target onlyOurs = new Target(Lane.elsewhere(1), List.of(ours), 1, false, meter);
        send(outbox, onlyOurs, TestCalls.call(1), TestCalls.call(2));
        assertThat(nextThere(arrived).calls()).hasSize(2);

        ours.load(2);
        others.load(3);
        send(outbox, new Target(Lane.elsewhere(1), List.of(ours, others), 1, false, meter), TestCalls.call(3));
        assertThat(nextThere(arrived).calls()).extracting(Call::ticket).containsExactly(3L);
    }

    @Test
    void nodesThatHaveNothingToDoGetAsManyAsTheyHaveCapacity() throws Exception {
        Map<RemoteLane, Integer> counts = new HashMap<>();
        for (int capacity : List.of(1, 2, 4)) {
            bus.consume("sluice.node.idle" + capacity);
            counts.put(new RemoteLane(new RemoteNode("idle" + capacity), capacity), 0);
        }
        Target idle = new Target(Lane.elsewhere(1), List.copyOf(counts.keySet()), 1, false, meter);
        ClusterOutbox outbox = outbox();
        int calls = 7_000;
        bus.onLoop(() -> {
            for (int i = 0; i < calls; i++) {
                Call call = TestCalls.call(i);
                outbox.send(call, idle);
                outbox.flush();
                outbox.giveUp(call);
                counts.merge(Objects.requireNonNull(call.sentTo()), 1, Integer::sum);
            }
            return null;
        });

        assertThat(counts).allSatisfy((lane, count) -> assertThat((double) count / lane.capacity())
                .isCloseTo(1_000, Percentage.withPercentage(15)));
    }

    @Test
    void ofOneTurnTravelTogetherAndRepliesComeBack() throws Exception {
        BlockingQueue<Buffer> remote = bus.consume("sluice.node.there");
        ClusterOutbox outbox = outbox();
        send(outbox, onlyThere, TestCalls.call(1), TestCalls.call(2), TestCalls.call(3));

        CallBatch batch = nextThere(remote);
        assertThat(batch.calls()).hasSize(3);
        assertThat(batch.replyAddress()).isEqualTo("sluice.gateway.here.3");
        List<Reply> said = List.of(Reply.withdrawn(2), Reply.withdrawn(1));
        bus.send(batch.replyAddress(), BatchWire.encode(new ReplyBatch(batch.lane(), batch.instance(), said)));
        assertThat(BusFixture.next(replies).ticket()).isEqualTo(2);
        assertThat(BusFixture.next(replies).ticket()).isEqualTo(1);
    }

    @Test
    void thatWereWithdrawnDoNotTravel() throws Exception {
        BlockingQueue<Buffer> remote = bus.consume("sluice.node.there");
        ClusterOutbox outbox = outbox();
        Call withdrawn = TestCalls.call(1);
        withdrawn.withdraw();
        send(outbox, onlyThere, withdrawn, TestCalls.call(2));

        assertThat(nextThere(remote).calls()).extracting(Call::ticket).containsExactly(2L);
    }

    @Test
    void areStartedWhenTheyLeaveForOnlyTheOtherNodeMaySayNo() throws Exception {
        bus.consume("sluice.node.there");
        ClusterOutbox outbox = outbox();
        Call call = TestCalls.call(1);
        send(outbox, onlyThere, call);

        assertThat(call.withdraw()).isFalse();
    }

    @Test
    void loseTheirNodeWhenNobodyListensThere() throws Exception {
        ClusterOutbox outbox = outbox();
        Call call = TestCalls.call(1);
        send(outbox, onlyThere, call);
        bus.onLoop(() -> null); // what was sent has failed by now

        assertThat(call.isLost()).isTrue();
    }

    @Test
    void repliesOfALostNodeAreDropped() throws Exception {
        BlockingQueue<Buffer> remote = bus.consume("sluice.node.there");
        ClusterOutbox outbox = outbox();
        send(outbox, onlyThere, TestCalls.call(1));
        CallBatch batch = nextThere(remote);
        node.lose();
        RemoteLane again = new RemoteLane(new RemoteNode("there"), 1);
        send(outbox, new Target(Lane.elsewhere(1), List.of(again), 1, false, meter), TestCalls.call(2));
        CallBatch next = nextThere(remote);
        for (CallBatch to : List.of(batch, next)) {
            List<Reply> said = List.of(Reply.withdrawn(to.calls().get(0).ticket()));
            bus.send(to.replyAddress(), BatchWire.encode(new ReplyBatch(to.lane(), to.instance(), said)));
        }

        assertThat(BusFixture.next(replies).ticket()).isEqualTo(2);
        assertThat(next.instance()).isNotEqualTo(batch.instance());
    }

    @Test
    void whatCannotBeReadHurtsNobody() throws Exception {
        BlockingQueue<Buffer> remote = bus.consume("sluice.node.there");
        ClusterOutbox outbox = outbox();
        bus.send("sluice.gateway.here.3", Buffer.buffer("nonsense"));
        send(outbox, onlyThere, TestCalls.call(1));

        assertThat(nextThere(remote).calls()).hasSize(1);
    }
}
