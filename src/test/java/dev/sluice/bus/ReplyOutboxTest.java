package dev.sluice.bus;

import static dev.sluice.bus.BusFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The worker's end of the bus, over a real event bus: which replies leave together, and where they go. */
class ReplyOutboxTest {
    private static final long MAX_WAIT = ReplyOutbox.MAX_WAIT_NANOS;

    @RegisterExtension
    final BusFixture bus = new BusFixture();

    private final BlockingQueue<ReplyBatch> arrivedEarly = new LinkedBlockingQueue<>();
    private BlockingQueue<ReplyBatch> gateway = new LinkedBlockingQueue<>();
    private BlockingQueue<ReplyBatch> otherGateway = new LinkedBlockingQueue<>();
    private BiConsumer<CallBatch, Call> work = (batch, call) -> reply(batch, call.ticket());
    private ReplyOutbox outbox;

    @BeforeEach
    void open() throws Exception {
        gateway = bus.consume("gateway");
        otherGateway = bus.consume("other gateway");
        outbox = bus.worker("worker", (batch, call) -> work.accept(batch, call));
    }

    @Test
    void repliesOfOneBatchLeaveTogetherWhenItEnds() throws Exception {
        bus.send("worker", new CallBatch("gateway", 3, 5, TestCalls.calls(4)));

        ReplyBatch replies = next(gateway);
        assertThat(tickets(replies)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(replies.lane()).isEqualTo(3);
        assertThat(replies.instance()).isEqualTo(5);
    }

    @Test
    void theOldestReplyDoesNotWaitForASlowBatch() throws Exception {
        work = (batch, call) -> {
            if (call.ticket() == 2) {
                bus.clock(MAX_WAIT - 1);
            }
            if (call.ticket() == 3) {
                bus.clock(1);
            }
            reply(batch, call.ticket());
        };
        bus.send("worker", batch(6));

        assertThat(tickets(next(gateway))).containsExactly(0L, 1L, 2L, 3L);
        assertThat(tickets(next(gateway))).containsExactly(4L, 5L);
    }

    @Test
    void aReplyFromAnotherThreadLeavesAtOnce() throws Exception {
        work = (batch, call) -> {
            if (call.ticket() == 1) {
                CompletableFuture.runAsync(() -> reply(batch, 1)).join();
                takeWhileRunning(gateway);
            } else {
                reply(batch, call.ticket());
            }
        };
        bus.send("worker", batch(3));

        assertThat(tickets(next(arrivedEarly))).containsExactly(1L);
        assertThat(tickets(next(gateway))).containsExactly(0L, 2L);
    }

    @Test
    void aReplyToAnEarlierBatchLeavesAtOnceAndIsNotMisrouted() throws Exception {
        CallBatch early = new CallBatch("other gateway", 8, 9, List.of(TestCalls.call(77)));
        work = (batch, call) -> {
            if (call.ticket() == 77) {
                return; // completed by a handler of the next batch
            }
            if (call.ticket() == 1) {
                reply(early, 77);
                takeWhileRunning(otherGateway);
            }
            reply(batch, call.ticket());
        };
        bus.send("worker", early);
        bus.send("worker", batch(3));

        ReplyBatch late = next(arrivedEarly);
        assertThat(tickets(late)).containsExactly(77L);
        assertThat(late.lane()).isEqualTo(8);
        assertThat(late.instance()).isEqualTo(9);
        assertThat(tickets(next(gateway))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aReplyBetweenBatchesLeavesAtOnce() throws Exception {
        work = (batch, call) -> {};
        CallBatch batch = batch(1);
        bus.send("worker", batch);
        reply(batch, 0);

        assertThat(tickets(next(gateway))).containsExactly(0L);
    }

    @Test
    void aBatchWithoutRepliesSendsNothing() throws Exception {
        BlockingQueue<Long> worked = new LinkedBlockingQueue<>();
        work = (batch, call) -> worked.add(call.ticket());
        bus.send("worker", batch(2));
        next(worked);
        next(worked);
        work = (batch, call) -> reply(batch, call.ticket());
        bus.send("worker", batch(1));

        assertThat(tickets(next(gateway))).containsExactly(0L);
        assertThat(gateway).isEmpty();
    }

    private void reply(CallBatch batch, long ticket) {
        outbox.reply(batch, Reply.withdrawn(ticket));
    }

    /** Takes what arrives while the handler is still running. */
    private void takeWhileRunning(BlockingQueue<ReplyBatch> arrived) {
        try {
            arrivedEarly.add(next(arrived));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CallBatch batch(int calls) {
        return new CallBatch("gateway", 0, 0, TestCalls.calls(calls));
    }

    private static List<Long> tickets(ReplyBatch batch) {
        return batch.replies().stream().map(Reply::ticket).toList();
    }
}
