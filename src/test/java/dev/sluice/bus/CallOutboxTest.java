package dev.sluice.bus;

import static dev.sluice.bus.BusFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.metrics.NodeMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The gateway's end of the bus, over a real event bus. */
class CallOutboxTest {
    @RegisterExtension
    final BusFixture bus = new BusFixture();

    private final Target fast = new Target(new Lane(0, List.of("a", "b")), 1, new NodeMeters().other());
    private final Target blocking = new Target(new Lane(1, List.of("pool")), 1, new NodeMeters().other());
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> replyThreads = new LinkedBlockingQueue<>();
    private CallOutbox outbox;

    @BeforeEach
    void open() throws Exception {
        LocalTargets targets = new LocalTargets(Map.of("work", fast), List.of(fast.lane(), blocking.lane()));
        outbox = bus.onLoop(() -> new CallOutbox(bus.access(), 7, targets, (reply, nowNanos) -> {
            replyThreads.add(Thread.currentThread());
            replies.add(reply);
        }));
    }

    @Test
    void callsOfATurnLeaveInSlicesSpreadOverTheInstances() throws Exception {
        BlockingQueue<CallBatch> a = bus.consume("a");
        BlockingQueue<CallBatch> b = bus.consume("b");
        List<Call> calls = TestCalls.calls(40);
        send(calls);

        CallBatch first = next(a);
        CallBatch second = next(b);
        assertThat(first.calls()).isEqualTo(calls.subList(0, 20));
        assertThat(second.calls()).isEqualTo(calls.subList(20, 40));
        assertThat(first.replyAddress()).isEqualTo(second.replyAddress()).endsWith(".7");
        assertThat(List.of(first.instance(), second.instance())).containsExactly(0, 1);
        assertThat(first.lane()).isZero();
    }

    @Test
    void callsWaitInTheOutboxUntilTheTurnEnds() throws Exception {
        BlockingQueue<CallBatch> a = bus.consume("a");
        bus.onLoop(() -> {
            outbox.send(TestCalls.call(1), fast);
            return null;
        });
        bus.onLoop(() -> null);
        assertThat(a).isEmpty();

        flush();
        assertThat(next(a).calls()).hasSize(1);
    }

    @Test
    void eachLaneGetsItsOwnCalls() throws Exception {
        BlockingQueue<CallBatch> a = bus.consume("a");
        BlockingQueue<CallBatch> pool = bus.consume("pool");
        bus.onLoop(() -> {
            outbox.send(TestCalls.call(1), fast);
            outbox.send(TestCalls.call(2), blocking);
            outbox.flush();
            return null;
        });

        assertThat(next(a).calls().get(0).ticket()).isEqualTo(1);
        CallBatch toPool = next(pool);
        assertThat(toPool.calls().get(0).ticket()).isEqualTo(2);
        assertThat(toPool.lane()).isEqualTo(1);
    }

    @Test
    void repliesComeInOrderOnTheGatewaysLoop() throws Exception {
        BlockingQueue<CallBatch> a = bus.consume("a");
        send(TestCalls.calls(1));
        CallBatch batch = next(a);
        bus.send(batch.replyAddress(), new ReplyBatch(0, 0, List.of(Reply.withdrawn(0))));

        assertThat(next(replies).ticket()).isZero();
        assertThat(next(replyThreads)).isSameAs(bus.onLoop(Thread::currentThread));
    }

    @Test
    void afterCloseNoReplyComes() throws Exception {
        BlockingQueue<CallBatch> a = bus.consume("a");
        send(TestCalls.calls(1));
        CallBatch batch = next(a);
        BusFixture.await(outbox.close());
        bus.send(batch.replyAddress(), new ReplyBatch(0, 0, List.of(Reply.withdrawn(0))));
        bus.onLoop(() -> null);

        assertThat(replies).isEmpty();
    }

    @Test
    void anInstanceThatAnswersNothingIsSkippedWhileAnotherAnswers() throws Exception {
        BlockingQueue<CallBatch> a = bus.consume("a");
        BlockingQueue<CallBatch> b = bus.consume("b");
        List<Call> calls = TestCalls.calls(2);
        send(calls);
        CallBatch answered = next(b);
        bus.clock(LaneOutbox.STUCK_NANOS + 1);
        bus.send(answered.replyAddress(), new ReplyBatch(0, 1, List.of(Reply.withdrawn(1))));
        next(replies);

        assertThat(bus.onLoop(() -> outbox.isStuck(calls.get(0), fast, bus.now())))
                .isTrue();
        assertThat(bus.onLoop(() -> outbox.isStuck(calls.get(1), fast, bus.now())))
                .isFalse();
        next(a);
        send(TestCalls.calls(2));
        assertThat(next(b).calls()).hasSize(1);
        assertThat(next(b).calls()).hasSize(1);
        assertThat(a).isEmpty();
    }

    @Test
    void aCallTakenBackFromBehindASlowHandlerRunsOnceElsewhere() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        worker("a", ran, slow);
        worker("b", ran, new CountDownLatch(0));
        List<Call> calls = new ArrayList<>(TestCalls.calls(4)); // 0 and 1 go to a, 2 and 3 to b
        send(calls);
        next(replies);
        next(replies);
        assertThat(calls.get(0).dealtTo()).isEqualTo(calls.get(1).dealtTo()).isZero();
        bus.clock(LaneOutbox.STUCK_NANOS + 1);
        Call waiting = calls.get(1);
        assertThat(bus.onLoop(() -> outbox.isStuck(waiting, fast, bus.now()))).isTrue();

        send(List.of(Objects.requireNonNull(waiting.again())));
        Reply elsewhere = next(replies);
        assertThat(elsewhere.ticket()).isEqualTo(1);
        assertThat(elsewhere.isWithdrawn()).isFalse();
        slow.countDown();
        List<Reply> late = List.of(next(replies), next(replies));

        assertThat(late).extracting(Reply::ticket).containsExactly(0L, 1L);
        assertThat(late).extracting(Reply::isWithdrawn).containsExactly(false, true);
        assertThat(ran).containsExactlyInAnyOrder("a 0", "b 2", "b 3", "b 1");
    }

    /** Starts each call, if it still may, and waits for the latch in its handler. */
    private void worker(String address, BlockingQueue<String> ran, CountDownLatch latch) throws Exception {
        ReplyOutbox[] self = new ReplyOutbox[1];
        self[0] = bus.worker(address, (batch, call) -> {
            if (!call.start()) {
                self[0].reply(batch, Reply.withdrawn(call.ticket()));
                return;
            }
            try {
                ran.add(address + " " + call.ticket());
                assertThat(latch.await(BusFixture.SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            self[0].reply(
                    batch,
                    Reply.result(call.ticket(), new byte[] {'1'}, 0, null).afterHolding(1));
        });
    }

    private void send(List<Call> calls) throws Exception {
        bus.onLoop(() -> {
            calls.forEach(call -> outbox.send(call, fast));
            outbox.flush();
            return null;
        });
    }

    private void flush() throws Exception {
        bus.onLoop(() -> {
            outbox.flush();
            return null;
        });
    }
}
