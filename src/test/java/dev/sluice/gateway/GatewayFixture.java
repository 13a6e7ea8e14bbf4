package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.BusAccess;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.Lane;
import dev.sluice.bus.LocalTargets;
import dev.sluice.bus.Origin;
import dev.sluice.bus.ReplyHandler;
import dev.sluice.bus.Target;
import dev.sluice.bus.Targets;
import dev.sluice.limits.ConnectionPlaces;
import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import io.vertx.core.eventbus.EventBus;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole gateway instance, wired as in production, with a bus, sockets, a clock and an event loop that do nothing by
 * themselves. After each test all clients leave and all handlers end; then every call received must have ended in exactly
 * one way, and every slot must be free again.
 */
final class GatewayFixture implements AfterEachCallback {
    static final long MS = 1_000_000;

    /** For limits that shall not be met. */
    static final long NEVER = Long.MAX_VALUE;

    static final int MAX_IN_FLIGHT = 65_536;
    static final int MAX_CONNECTIONS = 1_000;

    static final long MANY_BYTES = 64L * 1024 * 1024;

    /** What the configuration has by default. */
    static final GatewayLimits LIMITS = new GatewayLimits(
            new GatewayLimits.Frames(1024 * 1024, 4 * 1024 * 1024, 100, 100),
            new GatewayLimits.Calls(MAX_IN_FLIGHT, 1_024, NEVER, 60_000 * MS),
            GatewayLimits.Queues.of(1024 * 1024, MANY_BYTES, 256 * 1024),
            new GatewayLimits.Times(30_000 * MS, 10_000 * MS, 30_000 * MS, 10_000 * MS, NEVER, NEVER));

    static final DrainTimes DRAIN = new DrainTimes(1_000 * MS, 20_000 * MS, 15_000 * MS, 24_000 * MS);

    private static final long SWEEP_MS = 10;
    private static final long TICK_MS = 50;
    private static final int MANY_TURNS = 10_000;

    /** The clock has no zero and may be negative. */
    private long nowNanos = -3_000 * MS;

    private final GatewayLimits limits;
    private final Queue<Runnable> later = new ArrayDeque<>();
    private int tasksAfterReading;
    private final List<TestClient> clients = new ArrayList<>();
    private final NodeMeters meters = new NodeMeters();
    private final NodeBudget budget;
    private final GatewayParts parts;
    private final Gateway gateway;
    private final House house;
    private final List<Runnable> sweepers = new ArrayList<>();

    /** Who works for the gateway. */
    interface House {
        Targets targets(NodeMeters meters);

        /** The gateway's end of the bus. */
        CallBus bus(GatewayFixture gateway, ReplyHandler onReply);

        /** Lets every handler end. */
        void endAll();

        /** True if the gateway's end was closed. */
        boolean closed();
    }

    /** Workers of the same node, all in the hands of the test. */
    private static final class OneNode implements House {
        @Nullable
        FakeBus bus;

        @Override
        public Targets targets(NodeMeters meters) {
            Lane lane = new Lane(0, List.of("worker"));
            Lane elsewhere = new Lane(1, List.of("blocking"));
            return new LocalTargets(
                    Map.of(
                            "work", new Target(lane, 10_000 * MS, meters.method("work")),
                            "brief", new Target(lane, 50 * MS, meters.method("brief")),
                            "long", new Target(lane, 3_600_000 * MS, meters.method("long")),
                            "elsewhere", new Target(elsewhere, 10_000 * MS, meters.method("elsewhere"))),
                    List.of(lane, elsewhere));
        }

        @Override
        public CallBus bus(GatewayFixture gateway, ReplyHandler onReply) {
            bus = new FakeBus(onReply, gateway::now);
            return bus;
        }

        @Override
        public void endAll() {
            Objects.requireNonNull(bus).flush();
            bus.endAll();
        }

        @Override
        public boolean closed() {
            return Objects.requireNonNull(bus).closed();
        }
    }

    GatewayFixture() {
        this(LIMITS, DRAIN);
    }

    GatewayFixture(GatewayLimits limits) {
        this(limits, DRAIN);
    }

    GatewayFixture(GatewayLimits limits, DrainTimes drain) {
        this(limits, drain, NodeBudget.Bytes.of(MANY_BYTES, MANY_BYTES, 1024 * 1024));
    }

    GatewayFixture(GatewayLimits limits, DrainTimes drain, NodeBudget.Bytes bytes) {
        this(
                limits,
                drain,
                new NodeBudget(limits.calls().maxInFlight(), new ConnectionPlaces(MAX_CONNECTIONS, 0), bytes));
    }

    GatewayFixture(GatewayLimits limits, DrainTimes drain, NodeBudget budget) {
        this(limits, drain, budget, new OneNode());
    }

    GatewayFixture(GatewayLimits limits, DrainTimes drain, NodeBudget budget, House house) {
        this.limits = limits;
        this.budget = budget;
        this.house = house;
        BusAccess access = new BusAccess(busThatOnlyTakesCodecs(), () -> nowNanos);
        parts = new GatewayParts(
                access,
                house.targets(meters),
                budget,
                meters,
                limits,
                drain,
                new Greeting("1.2.3", "node-1"),
                new PeerLog(() -> nowNanos),
                null);
        gateway = new Gateway(parts, onReply -> house.bus(this, onReply), later::add, task -> {
            tasksAfterReading++;
            later.add(task);
        });
    }

    /** The default limits, and room for so many connections of the node, and of an address. */
    static GatewayFixture withPlaces(int ofNode, int ofAddress) {
        NodeBudget.Bytes bytes = NodeBudget.Bytes.of(MANY_BYTES, MANY_BYTES, 1024 * 1024);
        return new GatewayFixture(
                LIMITS, DRAIN, new NodeBudget(MAX_IN_FLIGHT, new ConnectionPlaces(ofNode, ofAddress), bytes));
    }

    /** The default limits but for the calls of the node and of a connection. */
    static GatewayLimits inFlight(int node, int connection) {
        GatewayLimits.Calls calls = LIMITS.calls();
        return with(new GatewayLimits.Calls(node, connection, calls.maxQueueDelayNanos(), calls.abandonAfterNanos()));
    }

    /** The default limits but for those of calls. */
    static GatewayLimits with(GatewayLimits.Calls calls) {
        return new GatewayLimits(LIMITS.frames(), calls, LIMITS.queues(), LIMITS.times());
    }

    /** The default limits but for times. */
    static GatewayLimits with(GatewayLimits.Times times) {
        return new GatewayLimits(LIMITS.frames(), LIMITS.calls(), LIMITS.queues(), times);
    }

    /** The default limits but for the largest frame, the largest answer and the mark. */
    static GatewayLimits bytes(int frame, int response, int outboundMark) {
        return new GatewayLimits(
                new GatewayLimits.Frames(frame, response, 100, 100),
                LIMITS.calls(),
                GatewayLimits.Queues.of(frame, MANY_BYTES, outboundMark),
                LIMITS.times());
    }

    FakeBus bus() {
        return Objects.requireNonNull(((OneNode) house).bus);
    }

    long now() {
        return nowNanos;
    }

    /** Runs a task in the next turn of the event loop, which all gateways and nodes of a test share. */
    void later(Runnable task) {
        later.add(task);
    }

    /** Does something whenever the gateway looks at its calls in flight. */
    void everySweep(Runnable action) {
        sweepers.add(action);
    }

    NodeMeters meters() {
        return meters;
    }

    MethodMeter meter(String method) {
        return meters.method(method);
    }

    NodeBudget budget() {
        return budget;
    }

    GatewayParts parts() {
        return parts;
    }

    Gateway gateway() {
        return gateway;
    }

    /** A client connects and is read. */
    TestClient connect() {
        return connect("192.0.2.1");
    }

    /** A client connects from an address, and is read. */
    TestClient connect(String host) {
        FakeTransport transport = new FakeTransport();
        Connection connection = gateway.open(transport, new Origin(host, 4711, null));
        TestClient client = new TestClient(this, transport, Objects.requireNonNull(connection));
        transport.attach(client.connection(), () -> later.add(() -> gone(client)));
        clients.add(client);
        return client;
    }

    /** A connection breaks. */
    void lose(TestClient client) {
        gone(client);
    }

    /** Runs what is ready on the event loop; what that makes ready runs in the next turn. */
    void runTurn() {
        for (int tasks = later.size(); tasks > 0; tasks--) {
            later.remove().run();
        }
    }

    /** Runs turns until the event loop is idle. */
    void runTurns() {
        for (int turns = 0; !later.isEmpty(); turns++) {
            assertThat(turns).as("turns without a pause").isLessThan(MANY_TURNS);
            runTurn();
        }
    }

    boolean isIdle() {
        return later.isEmpty();
    }

    /** How many tasks had to wait until the sockets were looked at. */
    int tasksAfterReading() {
        return tasksAfterReading;
    }

    /** Time passes; timers of the gateway fire, and all turns end. */
    void passMs(long ms) {
        for (long passed = SWEEP_MS; passed <= ms; passed += SWEEP_MS) {
            nowNanos += SWEEP_MS * MS;
            gateway.onSweep();
            sweepers.forEach(Runnable::run);
            if (passed % TICK_MS == 0) {
                gateway.onTick();
            }
            runTurns();
        }
    }

    /** The clock moves and nothing else happens. */
    void clock(long nanos) {
        nowNanos += nanos;
    }

    /** The node begins to go away. */
    void drain() {
        gateway.drain();
        runTurns();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertNothingIsLeft();
    }

    /** Everybody leaves, and then nothing may be left. */
    void assertNothingIsLeft() {
        runTurns();
        for (TestClient client : List.copyOf(clients)) {
            lose(client);
        }
        runTurns();
        house.endAll();
        runTurns();
        long ended = 0;
        for (Ending ending : Ending.values()) {
            ended += meters.count(ending);
        }
        assertThat(ended).as("calls that ended, of those received").isEqualTo(meters.receivedCount());
        assertThat(meters.inFlight()).isZero();
        assertThat(meters.connectionsNow()).isZero();
        assertThat(gateway.close().succeeded() && house.closed()).isTrue();
        assertThat(budget.freeSlots()).as("free slots").isEqualTo(limits.calls().maxInFlight());
        assertThat(budget.bytes().inbound().usedBytes()).as("bytes of requests").isZero();
        assertThat(budget.bytes().outbound().usedBytes()).as("bytes of answers").isZero();
        assertThat(budget.bytes().transit().usedBytes())
                .as("bytes on their way")
                .isZero();
        assertThat(budget.connections().open()).isZero();
    }

    private void gone(TestClient client) {
        if (clients.remove(client)) {
            gateway.onClosed(client.connection());
        }
    }

    private static EventBus busThatOnlyTakesCodecs() {
        Class<?>[] type = {EventBus.class};
        return (EventBus) Proxy.newProxyInstance(EventBus.class.getClassLoader(), type, (bus, method, args) -> {
            assertThat(method.getName()).isEqualTo("registerCodec");
            return bus;
        });
    }
}
