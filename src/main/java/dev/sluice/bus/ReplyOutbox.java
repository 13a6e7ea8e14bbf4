package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The worker's end of the bus: takes batches of calls for one instance, and sends the replies.
 *
 * <p>Replies made while a batch is worked on, by the thread that works on it, leave together: when the batch ends, or
 * after a call when the one that made the oldest of them began {@value #MAX_WAIT_NANOS} ns ago. Every other reply, to a
 * call of an earlier batch or from another thread, leaves at once, alone: it never waits for a handler that has nothing to
 * do with it.
 *
 * <p>Owned by a worker instance. All fields are written by the thread that works on a batch, and read by others only
 * as far as {@code worker}, where no other thread ever finds itself.
 */
public final class ReplyOutbox {
    static final long MAX_WAIT_NANOS = 200_000;

    private final EventBus bus;
    private final LongSupplier nanoTime;
    private List<Reply> ready = new ArrayList<>(CallBatch.MAX_CALLS);
    /** When the present call was begun: its replies are no older. */
    private long callNanos;

    private long firstReadyNanos;
    private @Nullable CallBatch current;
    private @Nullable Thread worker;

    /** An outbox for one worker instance. */
    public ReplyOutbox(BusAccess access) {
        this.bus = access.bus();
        this.nanoTime = access.nanoTime();
    }

    /**
     * Begins to take calls on the calling context; completes when they can come.
     *
     * @param work gets each call
     */
    public Future<Void> listen(String address, CallHandler work) {
        MessageConsumer<CallBatch> consumer = bus.localConsumer(address, message -> onBatch(message.body(), work));
        return consumer.completion();
    }

    /** Sends a reply to the gateway that sent the batch. For any thread. */
    @SuppressWarnings("ReferenceEquality") // this batch, not one like it
    public void reply(CallBatch batch, Reply reply) {
        if (worker != Thread.currentThread() || batch != current) {
            send(batch, List.of(reply));
            return;
        }
        if (ready.isEmpty()) {
            firstReadyNanos = callNanos;
        }
        ready.add(reply);
    }

    private void onBatch(CallBatch batch, CallHandler work) {
        worker = Thread.currentThread();
        current = batch;
        callNanos = nanoTime.getAsLong();
        try {
            for (Call call : batch.calls()) {
                callNanos = work.handle(batch, call, callNanos);
                if (!ready.isEmpty() && callNanos - firstReadyNanos >= MAX_WAIT_NANOS) {
                    flush(batch);
                    callNanos = nanoTime.getAsLong(); // the next call did not take that time
                }
            }
        } finally {
            worker = null;
            current = null;
            flush(batch);
        }
    }

    private void flush(CallBatch batch) {
        if (!ready.isEmpty()) {
            List<Reply> replies = ready;
            ready = new ArrayList<>(CallBatch.MAX_CALLS);
            send(batch, replies);
        }
    }

    private void send(CallBatch batch, List<Reply> replies) {
        ReplyBatch message = new ReplyBatch(batch.lane(), batch.instance(), replies);
        bus.send(batch.replyAddress(), message, BatchCodec.REPLY_OPTIONS);
    }
}
