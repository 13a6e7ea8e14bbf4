package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.BusAccess;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.ClusterOutbox;
import dev.sluice.bus.Lane;
import dev.sluice.bus.LocalTargets;
import dev.sluice.bus.NodePort;
import dev.sluice.bus.RemoteLane;
import dev.sluice.bus.RemoteNode;
import dev.sluice.bus.ReplyHandler;
import dev.sluice.bus.Target;
import dev.sluice.bus.Targets;
import dev.sluice.limits.ConnectionPlaces;
import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.NodeMeters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A gateway without workers of its own, and nodes that have some: wired as in production but for the messages between them,
 * which wait in memory, and the workers, which are the test's. What the directory would say is said by the test. After each
 * test nothing may be left on any of them.
 */
final class ClusterFixture implements AfterEachCallback {
    static final String GATEWAY = "gate";

    private static final long MS = GatewayFixture.MS;
    private static final Lane WORKERS = new Lane(0, List.of("worker"));

    private final FakeWire wire;
    private final Map<String, WorkerNode> nodes = new HashMap<>();
    private final Remote remote = new Remote();
    private final GatewayFixture gateway;
    private final GatewayLimits limits;

    /** Methods that other nodes offer. */
    private final class Remote implements GatewayFixture.House, Targets {
        private Map<String, Target> targets = Map.of();
        private @Nullable NodeMeters meters;
        private @Nullable ClusterOutbox outbox;

        @Override
        public Targets targets(NodeMeters ofGateway) {
            meters = ofGateway;
            return this;
        }

        @Override
        public CallBus bus(GatewayFixture fixture, ReplyHandler onReply) {
            BusAccess access = new BusAccess(wire.bus(), fixture::now);
            outbox = new ClusterOutbox(access, GATEWAY, 0, this, onReply, 20 * MS);
            return outbox;
        }

        @Override
        public void endAll() {
            nodes.values().forEach(node -> node.bus().endAll());
        }

        @Override
        public boolean closed() {
            return wire.listeners(GATEWAY) == 0;
        }

        @Override
        public @Nullable Target find(String method) {
            return targets.get(method);
        }

        @Override
        public List<Lane> lanes() {
            return List.of();
        }

        void offer(List<RemoteLane> lanes) {
            NodeMeters counting = Objects.requireNonNull(meters);
            targets = Map.of(
                    "work",
                    new Target(Lane.elsewhere(0), lanes, 10_000 * MS, false, counting.method("work")),
                    "safe",
                    new Target(Lane.elsewhere(0), lanes, 10_000 * MS, true, counting.method("safe")));
        }
    }

    /** A node with workers, and what the gateway knows of it. */
    final class WorkerNode {
        final String id;
        final NodeBudget budget;
        final NodeMeters meters = new NodeMeters();
        private final FakeBus[] bus = new FakeBus[1];
        private final NodeGate gate;
        private RemoteNode known;
        private RemoteLane lane;

        WorkerNode(String id, NodeBudget budget) {
            this.id = id;
            this.budget = budget;
            this.known = new RemoteNode(id);
            this.lane = new RemoteLane(known, 1);
            BusAccess access = new BusAccess(wire.bus(), gateway::now);
            LocalTargets targets = new LocalTargets(
                    Map.of(
                            "work", new Target(WORKERS, 10_000 * MS, meters.method("work")),
                            "safe", new Target(WORKERS, 10_000 * MS, meters.method("safe"))),
                    List.of(WORKERS));
            GatewayParts parts = new GatewayParts(
                    access,
                    targets,
                    budget,
                    meters,
                    limits,
                    GatewayFixture.DRAIN,
                    new Greeting("1.2.3", id),
                    new PeerLog(gateway::now),
                    null);
            this.gate = new NodeGate(
                    parts,
                    onReply -> {
                        bus[0] = new FakeBus(onReply, gateway::now);
                        return bus[0];
                    },
                    visitor -> new NodePort(access, id, visitor),
                    gateway::later);
            gateway.everySweep(gate::onSweep);
        }

        FakeBus bus() {
            return Objects.requireNonNull(bus[0]);
        }

        NodeGate gate() {
            return gate;
        }

        /** The directory says how many calls it has. */
        void load(int calls) {
            lane.load(calls);
        }

        /** The directory says that it is lost, or something broke on the way there. */
        void lose() {
            known.lose();
        }

        /** The directory hears of it again. */
        void find() {
            known = new RemoteNode(id);
            lane = new RemoteLane(known, 1);
            offer();
        }
    }

    ClusterFixture(String... ids) {
        this(GatewayFixture.LIMITS, ids);
    }

    ClusterFixture(GatewayLimits limits, String... ids) {
        this.limits = limits;
        this.wire = new FakeWire(this::later);
        this.gateway = new GatewayFixture(limits, GatewayFixture.DRAIN, budget(limits), remote);
        for (String id : ids) {
            nodes.put(id, new WorkerNode(id, budget(limits)));
        }
        offer();
    }

    GatewayFixture gateway() {
        return gateway;
    }

    FakeWire wire() {
        return wire;
    }

    WorkerNode node(String id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    /** All nodes offer all methods. */
    void offer() {
        remote.offer(nodes.values().stream().map(node -> node.lane).toList());
    }

    /** Nobody offers anything. */
    void offerNothing() {
        remote.offer(List.of());
    }

    /** The one node that has calls now. */
    WorkerNode nodeWithCalls() {
        List<WorkerNode> busy = new ArrayList<>();
        for (WorkerNode node : nodes.values()) {
            if (node.bus().waiting() > 0) {
                busy.add(node);
            }
        }
        assertThat(busy).hasSize(1);
        return busy.get(0);
    }

    /** The node of two that is not this one. */
    WorkerNode otherThan(WorkerNode node) {
        return nodes.values().stream()
                .filter(other -> other != node)
                .findFirst()
                .orElseThrow();
    }

    private void later(Runnable task) {
        gateway.later(task);
    }

    private static NodeBudget budget(GatewayLimits limits) {
        long bytes = GatewayFixture.MANY_BYTES;
        return new NodeBudget(
                limits.calls().maxInFlight(),
                new ConnectionPlaces(GatewayFixture.MAX_CONNECTIONS, 0),
                NodeBudget.Bytes.of(bytes, bytes, 1024 * 1024));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        gateway.assertNothingIsLeft();
        for (WorkerNode node : nodes.values()) {
            node.bus().endAll();
            gateway.runTurns();
            node.gate.onNodeLeft(GATEWAY);
            assertThat(node.gate.close().succeeded()).isTrue();
            assertThat(node.budget.freeSlots())
                    .as("slots of " + node.id)
                    .isEqualTo(limits.calls().maxInFlight());
            assertThat(node.budget.bytes().inbound().usedBytes()).as(node.id).isZero();
            assertThat(node.budget.bytes().outbound().usedBytes()).as(node.id).isZero();
            assertThat(node.meters.receivedCount())
                    .as("calls counted where their client is")
                    .isZero();
        }
    }
}
