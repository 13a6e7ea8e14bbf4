package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Lane;
import dev.sluice.bus.RemoteLane;
import dev.sluice.bus.RemoteNode;
import dev.sluice.bus.Target;
import dev.sluice.metrics.NodeMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node knows of the others, and for how long. */
class DirectoryTest {
    private static final long MS = 1_000_000;

    private final NodeMeters meters = new NodeMeters();
    private final Lane workers = new Lane(0, List.of("worker"), 2);
    private final RoutingTable table = new RoutingTable(
            Map.of("here", new Target(workers, 7 * MS, meters.method("here"))), List.of(workers), meters);
    private final List<Notice> toAll = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Set<String> unreachable = new HashSet<>();
    private final Map<String, Promise<Void>> connecting = new HashMap<>();
    private final List<String> left = new ArrayList<>();
    private final Set<String> dead = new HashSet<>();
    private NodeState state = NodeState.RUNNING;
    private long nowNanos = -5;

    private final Directory directory = new Directory(
            () -> card("self", "e0", state, List.of()),
            () -> List.of(workers.load().calls()),
            new Directory.Voice() {
                @Override
                public void tellAll(Buffer message) {
                    toAll.add(read(message));
                }

                @Override
                public Future<Void> tell(String node, Buffer message) {
                    told.add(node + " " + read(message).getClass().getSimpleName());
                    if (connecting.containsKey(node)) {
                        return connecting.get(node).future();
                    }
                    return unreachable.contains(node)
                            ? Future.failedFuture("the connection is broken")
                            : Future.succeededFuture();
                }
            },
            () -> nowNanos,
            table,
            engine -> !dead.contains(engine),
            left::add);

    DirectoryTest() {
        directory.join();
    }

    private static Notice read(Buffer message) {
        try {
            return NoticeJson.read(message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Notice.Card card(String node, String engine, NodeState state, List<Notice.Offer> offers) {
        return new Notice.Card(node, Notice.FORMAT, "1.2.3", engine, state, List.of(4, 64), offers);
    }

    private static Notice.Card card(String node) {
        return card(
                node,
                "engine of " + node,
                NodeState.RUNNING,
                List.of(new Notice.Offer("there", 1, 500, true), new Notice.Offer("here", 0, 9, false)));
    }

    private void hear(Notice notice) {
        directory.onMessage(NoticeJson.write(notice));
    }

    private void beat(String node, NodeState its) {
        hear(new Notice.Beat(node, its, List.of(3, 5)));
    }

    /** Time passes, with beats of this node and of those. */
    private void pass(long ms, String... nodes) {
        for (long passed = 0; passed < ms; passed += 500) {
            nowNanos += 500 * MS;
            for (String node : nodes) {
                beat(node, NodeState.RUNNING);
            }
            directory.onBeat();
        }
    }

    private List<String> nodesFor(String method) {
        return target(method).elsewhere().stream()
                .map(lane -> lane.node().id())
                .sorted()
                .toList();
    }

    private Target target(String method) {
        return Objects.requireNonNull(table.find(method));
    }

    @Test
    void whoComesSaysWhoItIsAndAsksTheOthers() {
        assertThat(toAll).hasSize(2);
        assertThat(toAll.get(0)).isEqualTo(card("self", "e0", NodeState.RUNNING, List.of()));
        assertThat(toAll.get(1)).isEqualTo(new Notice.Ask("self"));

        hear(new Notice.Ask("other"));
        assertThat(told).containsExactly("other Card");
    }

    @Test
    void knowsWhatACardOffers() {
        hear(card("one"));
        beat("one", NodeState.RUNNING);

        Target there = target("there");
        assertThat(there.lane().isElsewhere()).isTrue();
        assertThat(there.timeoutNanos()).isEqualTo(500 * MS);
        assertThat(there.idempotent()).isTrue();
        RemoteLane lane = there.elsewhere().get(0);
        assertThat(lane.capacity()).isEqualTo(64);
        assertThat(lane.load()).isEqualTo(5);
        assertThat(target("here").lane()).isEqualTo(workers);
        assertThat(target("here").timeoutNanos()).isEqualTo(7 * MS);
        assertThat(nodesFor("here")).containsExactly("one");
        assertThat(table.find("nowhere")).isNull();
    }

    @Test
    void whatIsEveryNodesOwnIsNotTakenFromOthers() {
        hear(card(
                "one",
                "engine of one",
                NodeState.RUNNING,
                List.of(
                        new Notice.Offer("rpc.hello", 0, 500, true),
                        new Notice.Offer("$/cancelRequest", 0, 500, true),
                        new Notice.Offer("rpcs", 0, 500, true),
                        new Notice.Offer("no lane", 2, 500, true))));

        assertThat(table.find("rpc.hello")).isNull();
        assertThat(table.find("$/cancelRequest")).isNull();
        assertThat(table.find("no lane")).isNull();
        assertThat(nodesFor("rpcs")).containsExactly("one");
    }

    @Test
    void asksWhoIsUnknown() {
        beat("one", NodeState.RUNNING);

        assertThat(told).containsExactly("one Ask");
    }

    @Test
    void whatIsIdempotentHereOnlyIsNot() {
        Target here = new Target(workers, List.of(), 7 * MS, true, meters.method("here"));
        RoutingTable mixed = new RoutingTable(Map.of("here", here), List.of(workers), meters);
        RemoteLane lane = new RemoteLane(new RemoteNode("one"), 1);
        mixed.offer(List.of(new RoutingTable.Remote(new Notice.Offer("here", 0, 9, false), lane)));

        assertThat(Objects.requireNonNull(mixed.find("here")).idempotent()).isFalse();
        mixed.offer(List.of());
        assertThat(Objects.requireNonNull(mixed.find("here")).idempotent()).isTrue();
    }

    @Test
    void nothingGoesToWhoDrains() {
        hear(card("one"));
        hear(card("two"));
        beat("one", NodeState.DRAINING);

        assertThat(nodesFor("there")).containsExactly("two");
        assertThat(left).isEmpty();
    }

    @Test
    void whoIsSilentIsLostAndComesBackAsAnother() {
        hear(card("one"));
        RemoteLane before = target("there").elsewhere().get(0);
        pass(4_000);
        assertThat(directory.size()).isEqualTo(1);
        pass(500);

        assertThat(directory.size()).isZero();
        assertThat(left).as("it may wait for replies all the same").isEmpty();
        assertThat(before.node().isLost()).isTrue();
        assertThat(target("there").isOffered())
                .as("known, but nobody offers it")
                .isFalse();
        pass(1_000);
        hear(card("one"));
        assertThat(target("there").elsewhere()).hasSize(1).doesNotContain(before);
    }

    @Test
    void whoIsHeardStays() {
        hear(card("one"));
        pass(60_000, "one");

        assertThat(nodesFor("there")).containsExactly("one");
    }

    @Test
    void aPauseOfThisNodeIsNotTheSilenceOfOthers() {
        hear(card("one"));
        nowNanos += 15_000 * MS;
        directory.onBeat();

        assertThat(directory.size()).isEqualTo(1);
        pass(4_500);
        assertThat(directory.size()).isZero();
    }

    @Test
    void whoCannotBeReachedIsLost() {
        hear(card("one"));
        unreachable.add("one");
        pass(1_000, "one");

        assertThat(directory.size()).isZero();
    }

    @Test
    void nothingGoesToWhoIsHeardButNotReached() {
        connecting.put("one", Promise.promise());
        hear(card("one"));
        assertThat(table.find("there")).isNull();
        assertThat(directory.knows(List.of("e0", "engine of one"))).isFalse();

        connecting.get("one").complete();
        assertThat(nodesFor("there")).containsExactly("one");
        assertThat(directory.knows(List.of("e0", "engine of one"))).isTrue();
    }

    @Test
    void whoCouldNotBeReachedIsTriedAgainAtItsNextBeat() {
        unreachable.add("one");
        hear(card("one"));
        assertThat(table.find("there")).isNull();
        unreachable.clear();
        told.clear();
        beat("one", NodeState.RUNNING);
        assertThat(told).containsExactly("one Ask");
        hear(card("one"));

        assertThat(nodesFor("there")).containsExactly("one");
    }

    @Test
    void whoIsNoMemberAnyMoreIsLost() {
        hear(card("one"));
        hear(card("two"));
        directory.onMemberLeft("engine of one");

        assertThat(left).containsExactly("one");
        assertThat(nodesFor("there")).containsExactly("two");
    }

    @Test
    void whoIsLostFirstAndLeavesThenHasLeft() {
        hear(card("one"));
        hear(card("two"));
        pass(4_500);
        assertThat(directory.size()).isZero();
        assertThat(left).isEmpty();

        directory.onMemberLeft("engine of one");
        hear(new Notice.Bye("two"));
        directory.onMemberLeft("engine of two");
        assertThat(left).containsExactly("one", "two");
    }

    @Test
    void whatALostNodeSaidBeforeIsNoSignOfLife() {
        hear(card("one"));
        unreachable.add("one");
        pass(1_000);
        hear(card("one")); // it lay in a queue
        beat("one", NodeState.RUNNING);
        assertThat(directory.size()).isZero();

        dead.add("engine of one");
        pass(1_000);
        hear(card("one"));
        assertThat(directory.size()).isZero();
        dead.clear();
        hear(card("one"));
        assertThat(directory.size()).isEqualTo(1);
    }

    @Test
    void whoSaysGoodbyeIsGone() {
        hear(card("one"));
        hear(new Notice.Bye("one"));

        assertThat(left).containsExactly("one");
        assertThat(directory.size()).isZero();
    }

    @Test
    void whoeverLostAConnectionIsFoundByTheNextBeat() {
        hear(card("one"));
        target("there").elsewhere().get(0).node().lose(); // a gateway could not write to it
        pass(500);
        assertThat(directory.size()).isZero();
        told.clear();
        pass(1_000);
        beat("one", NodeState.RUNNING);
        assertThat(told).containsExactly("one Ask");
        hear(card("one"));

        assertThat(target("there").elsewhere().get(0).node().isLost()).isFalse();
    }

    @Test
    void whoSpeaksAnotherFormatIsLeftAlone() {
        Notice.Card stranger =
                new Notice.Card("new", Notice.FORMAT + 1, "9.0", "e9", NodeState.RUNNING, List.of(1), List.of());
        hear(stranger);
        beat("new", NodeState.RUNNING);

        assertThat(directory.size()).isZero();
        assertThat(told).isEmpty();

        directory.onMemberLeft("e9"); // and is forgotten
        beat("new", NodeState.RUNNING);
        assertThat(told).containsExactly("new Ask");
    }

    @Test
    void whatIsNoNoticeHurtsNobody() {
        directory.onMessage(Buffer.buffer("{\"kind\":\"beat\"}"));
        directory.onMessage(Buffer.buffer("{\"kind\":\"unheard of\",\"node\":\"x\"}"));
        directory.onMessage(Buffer.buffer("null"));
        directory.onMessage(Buffer.buffer());

        assertThat(directory.size()).isZero();
    }

    @Test
    void aNodeThatDoesNotHearItselfIsNotHeard() {
        pass(6_500);
        assertThat(directory.isHeard()).isFalse();
        hear(card("self", "e0", NodeState.RUNNING, List.of()));

        assertThat(directory.isHeard()).isTrue();
    }

    @Test
    void saysWhatChangedAtOnce() {
        hear(card("one"));
        toAll.clear();
        told.clear();
        state = NodeState.DRAINING;
        directory.announce();

        assertThat(toAll).containsExactly(new Notice.Beat("self", NodeState.DRAINING, List.of(0)));
        assertThat(told).containsExactly("one Beat");
    }

    @Test
    void knowsWhenAllMembersHaveSaidWhoTheyAre() {
        assertThat(directory.knows(List.of("e0", "engine of one"))).isFalse();
        hear(card("one"));

        assertThat(directory.knows(List.of("e0", "engine of one"))).isTrue();
        assertThat(directory.knows(List.of("e0", "engine of one", "e2"))).isFalse();
    }
}
