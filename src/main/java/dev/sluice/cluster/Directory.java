package dev.sluice.cluster;

import dev.sluice.bus.RemoteLane;
import dev.sluice.bus.RemoteNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node knows of the others: who is alive, what each offers and how much it has to do. Confined to one context.
 *
 * <p>Nothing of it is shared state that could be lost: every node says who it is when it comes, when it is asked, and every
 * few seconds, and that it lives twice a second. A node is lost when the engine says that it left, when nothing was heard of
 * it for {@value #LOST_AFTER_NANOS} ns, or when the connection to it breaks; it comes back as another one, by its next beat.
 * Nobody is called before something was written to it: who can be heard need not be within reach.
 */
final class Directory {
    static final long BEAT_NANOS = 500_000_000;
    static final long LOST_AFTER_NANOS = 4_000_000_000L;

    /** With so many beats the card goes to everybody: whoever missed it, for whatever reason, has it then. */
    private static final int BEATS_OF_CARD = 4;

    /** Not hearing its own card for so long, this node is not heard by others. */
    private static final long DEAF_AFTER_NANOS = 3 * BEATS_OF_CARD * BEAT_NANOS;

    /** Whatever a node says of itself, it counts for no more than this. */
    private static final int MOST_CAPACITY = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    /** So long after a node was lost what it said before is not taken for a sign of life. */
    static final long GRAVE_NANOS = 1_000_000_000;

    /** How nodes are told. */
    interface Voice {
        /** Tells everybody, this node too. */
        void tellAll(Buffer message);

        /** Tells one node; completes on the directory's context when it was written, fails if the connection is broken. */
        Future<Void> tell(String node, Buffer message);
    }

    private static final class Known {
        final Notice.Card card;
        final RemoteNode node;
        final List<RemoteLane> lanes = new ArrayList<>();
        NodeState state;
        boolean reached;
        long heardNanos;

        Known(Notice.Card card, long nowNanos) {
            this.card = card;
            this.node = new RemoteNode(card.node());
            this.state = card.state();
            this.heardNanos = nowNanos;
            for (int capacity : card.lanes()) {
                lanes.add(new RemoteLane(node, Math.min(MOST_CAPACITY, Math.max(1, capacity))));
            }
        }

        boolean mayBeCalled() {
            return reached && state == NodeState.RUNNING && !node.isLost();
        }
    }

    private final Supplier<Notice.Card> own;
    private final String id;
    private final Supplier<List<Integer>> load;
    private final Voice voice;
    private final LongSupplier nanoTime;
    private final RoutingTable table;
    private final Consumer<String> onLeft;
    private final Predicate<String> isMember;
    private final Map<String, Long> lostNanos = new HashMap<>();
    private final Map<String, Known> nodes = new HashMap<>();
    private final Map<String, String> engineOfStranger = new HashMap<>();

    /** Of all that were ever taken in and have not left: one that is lost may come back. */
    private final Map<String, String> engineOf = new HashMap<>();

    private long lastBeatNanos;
    private long heardSelfNanos;
    private int beats;

    /**
     * @param own what this node says of itself
     * @param load calls that it has of each of its lanes
     * @param isMember true for the engine's name of a node that it knows
     * @param onLeft gets the name of each node that has left the cluster; of one that was only not heard of it may hear nothing
     */
    Directory(
            Supplier<Notice.Card> own,
            Supplier<List<Integer>> load,
            Voice voice,
            LongSupplier nanoTime,
            RoutingTable table,
            Predicate<String> isMember,
            Consumer<String> onLeft) {
        this.own = own;
        this.id = own.get().node();
        this.load = load;
        this.voice = voice;
        this.nanoTime = nanoTime;
        this.table = table;
        this.isMember = isMember;
        this.onLeft = onLeft;
    }

    /** Says who this node is, and asks who the others are. */
    void join() {
        lastBeatNanos = nanoTime.getAsLong();
        heardSelfNanos = lastBeatNanos;
        tellAll(own.get());
        tellAll(new Notice.Ask(id));
    }

    /** Says at once what has changed. */
    void announce() {
        Buffer beat = beat();
        voice.tellAll(beat);
        beatToEach(beat);
    }

    /** Says to each that this node leaves; completes when that was written. */
    Future<?> leave() {
        Buffer bye = NoticeJson.write(new Notice.Bye(id));
        return Future.join(
                nodes.keySet().stream().map(node -> voice.tell(node, bye)).toList());
    }

    /** Twice a second. */
    void onBeat() {
        long nowNanos = nanoTime.getAsLong();
        long lateNanos = nowNanos - lastBeatNanos - BEAT_NANOS;
        lastBeatNanos = nowNanos;
        if (lateNanos > BEAT_NANOS) {
            forgive(lateNanos);
        }
        for (Known known : List.copyOf(nodes.values())) {
            bury(known.card.node());
            if (!known.node.isLost() && nowNanos - known.heardNanos > LOST_AFTER_NANOS) {
                lose(known, "it was not heard of for " + LOST_AFTER_NANOS / 1_000_000 + " ms");
            }
        }
        beatToEach(beat());
        beats++;
        if (beats % BEATS_OF_CARD == 0) {
            tellAll(own.get());
        }
    }

    /** This node was not running itself: others may have spoken meanwhile. */
    private void forgive(long lateNanos) {
        LOG.warn("this node did not run for {} ms", lateNanos / 1_000_000);
        nodes.values().forEach(known -> known.heardNanos += lateNanos);
        heardSelfNanos += lateNanos;
    }

    /** Something was told. */
    void onMessage(Buffer message) {
        try {
            Notice notice = NoticeJson.read(message);
            if (notice.node().equals(id)) {
                heardSelfNanos = nanoTime.getAsLong();
            } else {
                onNotice(notice);
            }
        } catch (IOException e) {
            LOG.warn("a notice of another node cannot be read: {}", e.getMessage());
        }
    }

    /** The engine says that a member left. */
    void onMemberLeft(String engine) {
        engineOfStranger.values().remove(engine);
        for (Map.Entry<String, String> entry : Map.copyOf(engineOf).entrySet()) {
            if (entry.getValue().equals(engine)) {
                left(entry.getKey(), "it is no member any more");
            }
        }
    }

    /** True if the cards of all these members are known. */
    boolean knows(List<String> engines) {
        Set<String> known = new HashSet<>();
        known.add(own.get().engine());
        nodes.values().stream().filter(node -> node.reached).forEach(node -> known.add(node.card.engine()));
        return known.containsAll(engines) || known.size() + engineOfStranger.size() >= engines.size();
    }

    /** Nodes that are known, beside this one. */
    int size() {
        return nodes.size();
    }

    /** True if the cluster hears this node. */
    boolean isHeard() {
        return nanoTime.getAsLong() - heardSelfNanos < DEAF_AFTER_NANOS;
    }

    private void onNotice(Notice notice) {
        bury(notice.node());
        if (notice instanceof Notice.Card card) {
            onCard(card);
        } else if (notice instanceof Notice.Beat beat) {
            onBeatOf(beat);
        } else if (notice instanceof Notice.Ask) {
            voice.tell(notice.node(), NoticeJson.write(own.get()));
        } else if (notice instanceof Notice.Bye) {
            left(notice.node(), "it said goodbye");
        }
    }

    /** It will not come back, whether it was lost before or not. */
    private void left(String node, String why) {
        Known known = nodes.get(node);
        if (known != null) {
            lose(known, why);
        }
        if (engineOf.remove(node) != null) {
            onLeft.accept(node);
        }
    }

    private void onCard(Notice.Card card) {
        if (card.format() != Notice.FORMAT) {
            if (isMember.test(card.engine()) && engineOfStranger.putIfAbsent(card.node(), card.engine()) == null) {
                LOG.warn(
                        "node {} of version {} speaks format {} of the directory, this node {}: no calls go there",
                        card.node(),
                        card.version(),
                        card.format(),
                        Notice.FORMAT);
            }
            return;
        }
        Known known = nodes.get(card.node());
        if (known != null) {
            known.heardNanos = nanoTime.getAsLong();
            state(known, card.state());
            return;
        }
        if (!isMember.test(card.engine()) || isInGrave(card.node())) {
            return; // said before it was lost, and heard after
        }
        Known newcomer = new Known(card, nanoTime.getAsLong());
        nodes.put(card.node(), newcomer);
        engineOf.put(card.node(), card.engine());
        beatTo(newcomer, beat());
    }

    /** Something was written to it. */
    private void reach(Known known) {
        if (!known.reached && !known.node.isLost()) {
            known.reached = true;
            LOG.info(
                    "node {} of version {} is there, with {} methods",
                    known.card.node(),
                    known.card.version(),
                    known.card.methods().size());
            publish();
        }
    }

    private void onBeatOf(Notice.Beat beat) {
        Known known = nodes.get(beat.node());
        if (known == null) {
            if (!engineOfStranger.containsKey(beat.node()) && !isInGrave(beat.node())) {
                voice.tell(beat.node(), NoticeJson.write(new Notice.Ask(id)));
            }
            return;
        }
        known.heardNanos = nanoTime.getAsLong();
        for (int i = 0; i < Math.min(known.lanes.size(), beat.load().size()); i++) {
            known.lanes.get(i).load(beat.load().get(i));
        }
        state(known, beat.state());
    }

    /** A loop may have found first that a node cannot be reached. */
    private void bury(String node) {
        Known known = nodes.get(node);
        if (known != null && known.node.isLost()) {
            if (known.reached) {
                lose(known, "the connection to it broke");
            } else {
                nodes.remove(node); // nobody called it: its next beat is asked for its card again
            }
        }
    }

    private boolean isInGrave(String node) {
        Long sinceNanos = lostNanos.get(node);
        return sinceNanos != null && nanoTime.getAsLong() - sinceNanos < GRAVE_NANOS;
    }

    private void state(Known known, NodeState state) {
        if (known.state != state) {
            known.state = state;
            LOG.info("node {} is {}", known.card.node(), state);
            publish();
        }
    }

    private void lose(Known known, String why) {
        known.node.lose();
        long nowNanos = nanoTime.getAsLong();
        lostNanos.values().removeIf(since -> nowNanos - since >= GRAVE_NANOS);
        lostNanos.put(known.card.node(), nowNanos);
        nodes.remove(known.card.node());
        LOG.info("node {} is gone: {}", known.card.node(), why);
        publish();
    }

    private void publish() {
        List<RoutingTable.Remote> remotes = new ArrayList<>();
        for (Known known : nodes.values()) {
            if (known.mayBeCalled()) {
                for (Notice.Offer offer : known.card.methods()) {
                    RemoteLane lane = laneOf(known, offer);
                    if (lane != null) {
                        remotes.add(new RoutingTable.Remote(offer, lane));
                    }
                }
            }
        }
        table.offer(remotes);
    }

    private static @Nullable RemoteLane laneOf(Known known, Notice.Offer offer) {
        boolean isReserved = offer.name().startsWith("rpc.") || offer.name().startsWith("$/"); // every node's own
        boolean isThere = offer.lane() >= 0 && offer.lane() < known.lanes.size();
        return isThere && !isReserved ? known.lanes.get(offer.lane()) : null;
    }

    private void beatToEach(Buffer beat) {
        List.copyOf(nodes.values()).forEach(known -> beatTo(known, beat));
    }

    private void beatTo(Known known, Buffer beat) {
        voice.tell(known.card.node(), beat).onSuccess(written -> reach(known)).onFailure(e -> known.node.lose());
    }

    private Buffer beat() {
        return NoticeJson.write(new Notice.Beat(id, own.get().state(), load.get()));
    }

    private void tellAll(Notice notice) {
        voice.tellAll(NoticeJson.write(notice));
    }
}
