package dev.sluice.server;

import dev.sluice.admin.AdminVerticle;
import dev.sluice.bus.BusAccess;
import dev.sluice.bus.Lane;
import dev.sluice.bus.LocalTargets;
import dev.sluice.config.SluiceConfig;
import dev.sluice.gateway.GatewayParts;
import dev.sluice.gateway.GatewayVerticle;
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
import java.util.List;
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
    private final NodeMeters meters = new NodeMeters();
    private volatile ServerState state = ServerState.RUNNING;
    private final BlockingPool pool;
    private final Vertx vertx;

    private @Nullable String gatewayId;
    private @Nullable String workersId;
    private @Nullable String blockingId;
    private @Nullable String adminId;
    private int rpcPort;
    private int adminPort;

    private Node(SluiceConfig config) throws StartException {
        this.config = config;
        this.services = ServiceCatalog.find(config.services());
        this.methods = services.register(meters);
        this.pool =
                new BlockingPool(config.blocking().threads(), config.blocking().queue());
        this.vertx = VertxFactory.create(config);
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
            node.pool.stop();
            Waiting.until(
                    node.vertx.close(), Waiting.deadlineAfter(config.drain().hardLimit()));
            throw e;
        }
    }

    /** The port clients connect to. */
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
        int workers = config.workers().instances();
        List<String> addresses =
                IntStream.range(0, workers).mapToObj(i -> "sluice.worker." + i).toList();
        Lane async = new Lane(0, addresses);
        Lane blocking = new Lane(1, List.of(BLOCKING_ADDRESS));
        WorkerParts parts =
                new WorkerParts(bus, methods, meters, config.limits().maxResponseBytes());
        workersId = deployWorkers(parts, async);
        blockingId = deployWorkers(parts, blocking);
        LocalTargets targets = methods.targets(async, blocking, config.limits().requestTimeout());
        gatewayId = deployGateway(bus, targets);
        adminId = deployAdmin();
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

    private String deployGateway(BusAccess bus, LocalTargets targets) throws StartException, InterruptedException {
        GatewayParts parts = new GatewayParts(
                bus,
                targets,
                new NodeBudget(config.limits().maxInFlight(), config.limits().maxConnections()),
                meters,
                GatewayConfig.limits(config.limits()),
                GatewayConfig.drainTimes(config.drain()));
        String host = config.listen().host();
        int port = config.listen().port();
        AtomicInteger next = new AtomicInteger();
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    int number = next.getAndIncrement();
                    return new GatewayVerticle(
                            parts, new GatewayVerticle.Listen(host, port, number, bound -> rpcPort = bound));
                },
                new DeploymentOptions().setInstances(config.listen().instances()));
        return Waiting.forStart(deployed, "cannot listen on " + host + ":" + port + " (listen.host, listen.port)");
    }

    private String deployAdmin() throws StartException, InterruptedException {
        PrometheusView metrics = new PrometheusView(meters, () -> state.number());
        String host = config.admin().host();
        int port = config.admin().port();
        AdminVerticle admin = new AdminVerticle(
                new AdminVerticle.Listen(host, port, bound -> adminPort = bound),
                () -> state == ServerState.RUNNING,
                metrics::scrape);
        return Waiting.forStart(
                vertx.deployVerticle(admin), "cannot listen on " + host + ":" + port + " (admin.host, admin.port)");
    }

    void enter(ServerState next) {
        state = next;
    }

    SluiceConfig config() {
        return config;
    }

    NodeMeters meters() {
        return meters;
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
        return undeploy(adminId);
    }

    /** Last of all. Nothing may be chained to another future of this Vert.x behind it: its loops are gone then. */
    Future<Void> closeVertx() {
        return vertx.close();
    }

    private Future<Void> undeploy(@Nullable String id) {
        return id == null ? Future.succeededFuture() : vertx.undeploy(id);
    }
}
