package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox of one gateway instance in a cluster: the lanes of this node first, and when its calls wait there too long, or
 * nobody here takes them, the lane with less to do of two that are picked at random. Confined to that instance's event loop.
 *
 * <p>Invariant: {@code outboxes} and {@code places} hold the same {@link NodeOutbox}es, each at its index; those of lost nodes go
 * with the next flush.
 */
public final class ClusterOutbox implements CallBus {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterOutbox.class);

    /** What a place's number of uses is counted up to: it has two bytes between nodes. */
    private static final int USES = 1 << 16;

    private final EventBus bus;
    private final BusAccess access;
    private final CallOutbox local;
    private final ReplyHandler onReply;
    private final String replyAddress;
    private final long spillAfterNanos;
    private final long[] delayNanos;
    private final IdentityHashMap<RemoteLane, NodeOutbox> outboxes = new IdentityHashMap<>();
    private final List<@Nullable NodeOutbox> places = new ArrayList<>();
    private final MessageConsumer<Buffer> consumer;
    private int uses;

    /**
     * Begins to take replies. Called on the gateway's event loop.
     *
     * @param node this node's name
     * @param gateway the instance's number, unique on this node
     * @param onReply gets each reply
     * @param spillAfterNanos when calls of a lane have waited for so long, the next ones go elsewhere if that is better
     */
    public ClusterOutbox(
            BusAccess access, String node, int gateway, Targets targets, ReplyHandler onReply, long spillAfterNanos) {
        this.bus = access.bus();
        this.access = access;
        this.local = new CallOutbox(access, gateway, targets, onReply);
        this.onReply = onReply;
        this.replyAddress = NodeAddresses.gateway(node, gateway);
        this.spillAfterNanos = spillAfterNanos;
        this.delayNanos = new long[targets.lanes().size()];
        this.consumer = bus.consumer(replyAddress, message -> onMessage(message.body()));
    }

    @Override
    public Future<Void> ready() {
        return Future.all(local.ready(), consumer.completion()).mapEmpty();
    }

    @Override
    public void send(Call call, Target target) {
        if (target.elsewhere().isEmpty() || staysHere(target)) {
            local.send(call, target);
            return;
        }
        RemoteLane lane = choose(call, target);
        if (lane != null) {
            outboxOf(lane).add(call);
        } else if (target.lane().isElsewhere()) {
            outboxOf(target.elsewhere().get(0)).add(call); // it is lost; whoever waits will see
        } else {
            local.send(call, target);
        }
    }

    @Override
    public boolean sendAgain(Call call, Target target) {
        RemoteLane lane = choose(call, target);
        if (lane != null) {
            outboxOf(lane).add(call);
        } else if (target.lane().isElsewhere()) {
            return false;
        } else {
            local.send(call, target);
        }
        return true;
    }

    @Override
    public void cancel(Call call) {
        NodeOutbox outbox = outboxes.get(call.sentTo());
        if (outbox != null) {
            outbox.cancel(call);
        }
    }

    @Override
    public void giveUp(Call call) {
        NodeOutbox outbox = outboxes.get(call.sentTo());
        if (outbox != null) {
            outbox.replied(1);
        }
    }

    @Override
    public void swept(int lane, long longestNanos) {
        local.swept(lane, longestNanos);
        delayNanos[lane] = longestNanos;
    }

    @Override
    public void flush() {
        local.flush();
        if (!outboxes.isEmpty()) {
            forgetLost();
            long nowNanos = access.nanoTime().getAsLong();
            outboxes.values().forEach(outbox -> outbox.flush(nowNanos));
        }
    }

    @Override
    public boolean isStuck(Call call, Target target, long nowNanos) {
        return !call.isRemote() && local.isStuck(call, target, nowNanos);
    }

    @Override
    public void charge(Call call, Target target, long heldNanos) {
        if (!call.isRemote()) {
            local.charge(call, target, heldNanos);
            return;
        }
        NodeOutbox outbox = outboxes.get(call.sentTo());
        if (outbox != null) {
            outbox.charge(call, heldNanos);
        }
    }

    @Override
    public Future<Void> close() {
        return Future.join(local.close(), BusAccess.letGo(consumer)).mapEmpty();
    }

    private boolean staysHere(Target target) {
        return !target.lane().isElsewhere() && delayNanos[target.lane().index()] < spillAfterNanos;
    }

    /**
     * The better of two that are picked by chance, each as likely as it has capacity: of nodes that have nothing to do the
     * larger ones get more. One of them may be this node.
     *
     * @return null for this node, or if there is none
     */
    private @Nullable RemoteLane choose(Call call, Target target) {
        List<RemoteLane> lanes = target.elsewhere();
        if (!areAllUsable(lanes, call)) {
            lanes = lanes.stream().filter(lane -> isUsable(lane, call)).toList();
        }
        if (lanes.isEmpty()) {
            return null;
        }
        int here = target.lane().capacity();
        int capacity = here;
        for (int i = 0; i < lanes.size(); i++) {
            capacity += lanes.get(i).capacity();
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        RemoteLane one = pick(lanes, here, random.nextInt(capacity), null);
        int others = capacity - (one == null ? here : one.capacity());
        if (others == 0) {
            return one;
        }
        RemoteLane other = pick(lanes, one == null ? 0 : here, random.nextInt(others), one);
        return load(one, target) <= load(other, target) ? one : other;
    }

    /** Whose part of the capacity a number is in: this node's is the first part, and {@code without} has none. */
    private static @Nullable RemoteLane pick(
            List<RemoteLane> lanes, int here, int number, @Nullable RemoteLane without) {
        int left = number - here;
        RemoteLane picked = null;
        for (int i = 0; left >= 0; i++) {
            if (lanes.get(i) != without) {
                picked = lanes.get(i);
                left -= picked.capacity();
            }
        }
        return picked;
    }

    private static boolean areAllUsable(List<RemoteLane> lanes, Call call) {
        for (int i = 0; i < lanes.size(); i++) {
            if (!isUsable(lanes.get(i), call)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUsable(RemoteLane lane, Call call) {
        return !lane.node().isLost() && !call.tried().contains(lane.node());
    }

    /** Calls for each that it can work on at once. */
    private double load(@Nullable RemoteLane lane, Target target) {
        if (lane == null) {
            return (double) local.load(target.lane()) / target.lane().capacity();
        }
        NodeOutbox outbox = outboxes.get(lane);
        int calls = outbox == null ? lane.load() : outbox.laneLoad();
        return (double) calls / lane.capacity();
    }

    private NodeOutbox outboxOf(RemoteLane lane) {
        NodeOutbox outbox = outboxes.get(lane);
        if (outbox == null) {
            outbox = open(lane);
            outboxes.put(lane, outbox);
        }
        return outbox;
    }

    private NodeOutbox open(RemoteLane lane) {
        int index = places.indexOf(null);
        if (index < 0) {
            index = places.size();
            places.add(null);
        }
        MessageProducer<Buffer> sender =
                bus.sender(NodeAddresses.calls(lane.node().id()));
        NodeOutbox outbox = new NodeOutbox(lane, index, uses, replyAddress, sender::write);
        uses = (uses + 1) % USES;
        places.set(index, outbox);
        return outbox;
    }

    private void forgetLost() {
        outboxes.values().removeIf(outbox -> {
            boolean lost = outbox.lane().node().isLost();
            if (lost) {
                places.set(outbox.index(), null);
            }
            return lost;
        });
    }

    private void onMessage(Buffer message) {
        try {
            onReplies(BatchWire.replies(message));
        } catch (WireException e) {
            LOG.warn("replies of another node cannot be read: {}", e.getMessage());
        }
    }

    private void onReplies(ReplyBatch batch) {
        NodeOutbox outbox = batch.lane() < places.size() ? places.get(batch.lane()) : null;
        if (outbox == null || outbox.use() != batch.instance()) {
            return; // of a node that was lost meanwhile: its calls have been answered
        }
        List<Reply> replies = batch.replies();
        outbox.replied(replies.size());
        long nowNanos = access.nanoTime().getAsLong();
        for (int i = 0; i < replies.size(); i++) {
            onReply.accept(replies.get(i), nowNanos);
        }
    }
}
