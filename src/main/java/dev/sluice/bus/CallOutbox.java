package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The outbox of one gateway instance: collects the calls of a loop turn and sends them in one message per slice, and
 * takes the replies. Confined to that instance's event loop.
 */
public final class CallOutbox implements CallBus {
    private final EventBus bus;
    private final LongSupplier nanoTime;
    private final String replyAddress;
    private final LaneOutbox[] lanes;
    private final MessageConsumer<ReplyBatch> consumer;

    /**
     * Begins to take replies. Called on the gateway's event loop.
     *
     * @param gateway the instance's number, unique on this node
     * @param onReply gets each reply
     */
    public CallOutbox(BusAccess access, int gateway, Targets targets, ReplyHandler onReply) {
        this.bus = access.bus();
        this.nanoTime = access.nanoTime();
        this.replyAddress = "sluice.gateway." + gateway;
        List<Lane> all = targets.lanes();
        this.lanes = new LaneOutbox[all.size()];
        for (Lane lane : all) {
            lanes[lane.index()] = new LaneOutbox(lane);
        }
        this.consumer = bus.localConsumer(replyAddress, message -> onReplies(message.body(), onReply));
    }

    @Override
    public void send(Call call, Target target) {
        lanes[target.lane().index()].add(call);
    }

    @Override
    public boolean sendAgain(Call call, Target target) {
        return false; // nobody else is known
    }

    @Override
    public void cancel(Call call) {
        // the worker looks at the call itself
    }

    @Override
    public void giveUp(Call call) {
        // no call is at another node
    }

    @Override
    public void swept(int lane, long longestNanos) {
        lanes[lane].reportLoad();
    }

    /** Calls of a lane that wait here or have not been replied to. */
    int load(Lane lane) {
        return lanes[lane.index()].load();
    }

    @Override
    public Future<Void> ready() {
        return consumer.completion();
    }

    @Override
    public void flush() {
        long nowNanos = nanoTime.getAsLong();
        for (LaneOutbox outbox : lanes) {
            Lane lane = outbox.lane();
            outbox.deal(nowNanos, (calls, instance) -> {
                CallBatch batch = new CallBatch(replyAddress, lane.index(), instance, calls);
                bus.send(lane.addresses().get(instance), batch, BatchCodec.CALL_OPTIONS);
            });
        }
    }

    @Override
    public boolean isStuck(Call call, Target target, long nowNanos) {
        return lanes[target.lane().index()].isStuck(call.dealtTo(), nowNanos);
    }

    @Override
    public void charge(Call call, Target target, long heldNanos) {
        lanes[target.lane().index()].charge(call, heldNanos);
    }

    @Override
    public Future<Void> close() {
        return consumer.unregister();
    }

    private void onReplies(ReplyBatch batch, ReplyHandler onReply) {
        List<Reply> replies = batch.replies();
        long nowNanos = nanoTime.getAsLong();
        int unstarted = 0;
        for (int i = 0; i < replies.size(); i++) {
            unstarted += replies.get(i).wasStarted() ? 0 : 1;
        }
        lanes[batch.lane()].replied(batch.instance(), replies.size(), unstarted, nowNanos);
        for (int i = 0; i < replies.size(); i++) {
            onReply.accept(replies.get(i), nowNanos);
        }
    }
}
