package dev.sluice.server;

import dev.sluice.admin.AdminVerticle;
import dev.sluice.admin.AgentVerticle;
import dev.sluice.bus.BusAccess;
import dev.sluice.bus.CallOutbox;
import dev.sluice.bus.Lane;
import dev.sluice.bus.LocalTargets;
import dev.sluice.bus.Targets;
import dev.sluice.config.Role;
import dev.sluice.config.SluiceConfig;
import dev.sluice.gateway.GatewayParts;
import dev.sluice.gateway.GatewayVerticle;
import dev.sluice.gateway.Greeting;
import dev.sluice.gateway.PeerLog;
import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.PrometheusView;
import dev.sluice.worker.BlockingPool;
import dev.sluice.worker.MethodTable;
import dev.sluice.worker.WorkerParts;
import dev.sluice.worker.WorkerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one node, started in order: services, workers, gateway, admin. Stopping them is the {@link Drain}'s
 * business. Used by one thread that may block, but for {@link #state()}, which is for all.
 */
public final class Node {
    private static final String BLOCKING_ADDRESS = "sluice.blocking";

    private final SluiceConfig config;
    private final ServiceCatalog services;
    private final MethodTable methods;
    private final String id =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private final NodeMeters meters = new NodeMeters();
    private final NodeBudget budget;
    private final List<GatewayVerticle> gateways = new CopyOnWriteArrayList<>();
    private volatile ServerState state = ServerState.RUNNING;
    private final BlockingPool pool;
    private final @Nullable ClusterSide cluster;
    private final Vertx vertx;

    private @Nullable String gatewayId;
    private @Nullable String workersId;
    private @Nullable String blockingId;
    private @Nullable String adminId;
    private @Nullable String agentId;
    private int rpcPort;
    private int adminPort;

    private Node(SluiceConfig config) throws StartException, InterruptedException {
        this.config = config;
        this.budget = GatewayConfig.budget(config.limits());
        this.services = (has(Role.WORKER)
                        ? ServiceCatalog.find(config.services())
                        : ServiceCatalog.none(config.services()))
                .with(config.routes());
        this.methods = services.register(meters);
        this.pool =
                new BlockingPool(config.blocking().threads(), config.blocking().queue());
        this.cluster = config.cluster().enabled() ? ClusterSide.of(config.cluster(), id) : null;
        this.vertx = cluster == null ? VertxFactory.create(config) : cluster.join(config);
    }

    private boolean has(Role role) {
        return config.roles().contains(role);
    }

    /**
     * Starts a node and waits until clients can connect.
     *
     * @throws StartException if a part cannot start; the others are stopped again
     */
    public static Node start(SluiceConfig config) throws StartException, InterruptedException {
        Node node = new Node(config);
        try {
            node.startParts();
            return node;
        } catch (StartException e) {
            node.giveUp();
            throw e;
        }
    }

    /** Stops what has started. Other nodes may have sent calls already: they are replied to. */
    private void giveUp() throws InterruptedException {
        long deadlineNanos = Waiting.deadlineAfter(config.drain().hardLimit());
        drainCluster();
        Waiting.until(stopTakingCalls(), deadlineNanos);
        pool.stop();
        Waiting.until(leaveCluster(), deadlineNanos);
        Waiting.until(vertx.close(), deadlineNanos);
    }

    /** The name of this node, new with each start. */
    public String id() {
        return id;
    }

    /** The port clients connect to; 0 if they cannot. */
    public int rpcPort() {
        return rpcPort;
    }

    /** The port of health and metrics. */
    public int adminPort() {
        return adminPort;
    }

    /** Where the node stands. */
    public ServerState state() {
        return state;
    }

    private void startParts() throws StartException, InterruptedException {
        Waiting.forStart(services.start(vertx), "a service");
        BusAccess bus = new BusAccess(vertx.eventBus(), System::nanoTime);
        boolean hasMethods = has(Role.WORKER) || !config.routes().isEmpty();
        LocalTargets local = hasMethods ? startWorkers(bus) : new LocalTargets(Map.of(), List.of());
        Targets targets = local;
        if (cluster != null) {
            targets = cluster.start(vertx, gatewayParts(bus, local), version());
        }
        gatewayId = has(Role.GATEWAY) ? deployGateway(gatewayParts(bus, targets)) : null;
        adminId = deployAdmin();
        agentId = config.admin().agentPort() == 0 ? null : deployAgent();
    }

    private LocalTargets startWorkers(BusAccess bus) throws StartException, InterruptedException {
        int workers = config.workers().instances();
        List<String> addresses =
                IntStream.range(0, workers).mapToObj(i -> "sluice.worker." + i).toList();
        Lane async = new Lane(0, addresses);
        Lane blocking = new Lane(1, List.of(BLOCKING_ADDRESS), config.blocking().threads());
        WorkerParts.Results results = new WorkerParts.Results(
                config.limits().frames().maxResponseBytes(), budget.bytes().transit());
        WorkerParts parts = new WorkerParts(bus, methods, meters, results);
        workersId = deployWorkers(parts, async);
        blockingId = deployWorkers(parts, blocking);
        return methods.targets(async, blocking, config.limits().calls().requestTimeout());
    }

    /** Each instance listens at an address of its own, so that the gateway chooses who gets what. */
    private String deployWorkers(WorkerParts parts, Lane lane) throws StartException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        int instances = lane.addresses().size();
        DeploymentOptions options = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setInstances(instances)
                .setWorkerPoolName("sluice-worker-" + lane.index())
                .setWorkerPoolSize(instances);
        Future<String> deployed = vertx.deployVerticle(
                () -> new WorkerVerticle(parts, pool, lane.addresses().get(next.getAndIncrement())), options);
        return Waiting.forStart(deployed, "workers.instances " + instances);
    }

    private GatewayParts gatewayParts(BusAccess bus, Targets targets) {
        return new GatewayParts(
                bus,
                targets,
                budget,
                meters,
                GatewayConfig.limits(config.limits(), config.connections()),
                GatewayConfig.drainTimes(config.drain()),
                new Greeting(version(), id),
                new PeerLog(bus.nanoTime()),
                config.proxyProtocol().enabled() ? config.proxyProtocol().trustedProxies() : null);
    }

    private String deployGateway(GatewayParts parts) throws StartException, InterruptedException {
        String host = config.listen().host();
        int port = config.listen().port();
        AtomicInteger next = new AtomicInteger();
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    int number = next.getAndIncrement();
                    GatewayVerticle gateway = new GatewayVerticle(
                            parts,
                            new GatewayVerticle.Listen(host, port, number, bound -> rpcPort = bound),
                            cluster == null
                                    ? (instance, onReply) ->
                                            new CallOutbox(parts.bus(), instance, parts.targets(), onReply)
                                    : cluster.buses(parts));
                    gateways.add(gateway);
                    return gateway;
                },
                new DeploymentOptions().setInstances(config.listen().instances()));
        return Waiting.forStart(deployed, "cannot listen on " + host + ":" + port + " (listen.host, listen.port)");
    }

    private static String version() {
        String version = Node.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private String deployAdmin() throws StartException, InterruptedException {
        NodeBudget.Bytes bytes = budget.bytes();
        PrometheusView metrics = new PrometheusView(meters, () -> state.number());
        metrics.bindBudget("inbound", bytes.inbound()::usedBytes, bytes.inbound()::limitBytes);
        metrics.bindBudget("outbound", bytes.outbound()::usedBytes, bytes.outbound()::limitBytes);
        metrics.bindBudget("results", bytes.transit()::usedBytes, bytes.transit()::limitBytes);
        String host = config.admin().host();
        int port = config.admin().port();
        AdminVerticle admin = new AdminVerticle(
                new AdminVerticle.Listen(host, port, bound -> adminPort = bound), this::wantsClients, metrics::scrape);
        return Waiting.forStart(
                vertx.deployVerticle(admin), "cannot listen on " + host + ":" + port + " (admin.host, admin.port)");
    }

    private String deployAgent() throws StartException, InterruptedException {
        String host = config.admin().host();
        int port = config.admin().agentPort();
        AdminVerticle.Listen listen = new AdminVerticle.Listen(host, port, bound -> {});
        return Waiting.forStart(
                vertx.deployVerticle(new AgentVerticle(listen, this::wantsClients)),
                "cannot listen on " + host + ":" + port + " (admin.host, admin.agentPort)");
    }

    private boolean wantsClients() {
        return state == ServerState.RUNNING && (cluster == null || cluster.isReady());
    }

    void enter(ServerState next) {
        state = next;
    }

    /** Tells the clients that asked for it that the node will go away. */
    void announceDrain() {
        gateways.forEach(gateway -> gateway.announceDrain(config.drain().lameDuck()));
    }

    SluiceConfig config() {
        return config;
    }

    NodeMeters meters() {
        return meters;
    }

    /** Tells the other nodes that this one goes away: from now on their calls are refused. */
    void drainCluster() {
        if (cluster != null) {
            cluster.drain();
        }
    }

    /** Completes when every call of other nodes was replied to and nothing more comes. */
    Future<Void> stopTakingCalls() {
        return cluster == null ? Future.succeededFuture() : cluster.stopTakingCalls();
    }

    /** Says goodbye to the other nodes. */
    Future<Void> leaveCluster() {
        return cluster == null ? Future.succeededFuture() : cluster.leave();
    }

    /** Closes the listener; completes when every connection has ended. */
    Future<Void> stopGateway() {
        return undeploy(gatewayId);
    }

    /** Interrupts the blocking pool's handlers and stops the workers. */
    Future<Void> stopWorkers() {
        pool.stop();
        return Future.join(undeploy(workersId), undeploy(blockingId)).mapEmpty();
    }

    Future<Void> stopServices() {
        return services.stop(vertx);
    }

    Future<Void> stopAdmin() {
        return Future.join(undeploy(adminId), undeploy(agentId)).mapEmpty();
    }

    /** Last of all. Nothing may be chained to another future of this Vert.x behind it: its loops are gone then. */
    Future<Void> closeVertx() {
        return vertx.close();
    }

    private Future<Void> undeploy(@Nullable String id) {
        return id == null ? Future.succeededFuture() : vertx.undeploy(id);
    }
}
