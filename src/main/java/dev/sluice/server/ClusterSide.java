package dev.sluice.server;

import dev.sluice.bus.BusAccess;
import dev.sluice.bus.ClusterOutbox;
import dev.sluice.bus.LocalTargets;
import dev.sluice.bus.Target;
import dev.sluice.bus.Targets;
import dev.sluice.cluster.DirectoryVerticle;
import dev.sluice.cluster.HazelcastEngine;
import dev.sluice.cluster.RoutingTable;
import dev.sluice.config.Cluster;
import dev.sluice.config.SluiceConfig;
import dev.sluice.gateway.GatewayParts;
import dev.sluice.gateway.GatewayVerticle;
import dev.sluice.gateway.NodeGateVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node has beside its own parts when there are others: the engine, the directory, and the gate for calls of their
 * gateways. Used by the thread that starts and stops the node, but for {@link #isReady()}, which is for all.
 */
final class ClusterSide {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterSide.class);

    /** After so long without a call every gateway has heard that this node drains: two of its beats and some more. */
    private static final Duration SILENCE = Duration.ofMillis(1_500);

    private final Cluster config;
    private final String node;
    private final HazelcastEngine engine;

    private @Nullable Vertx vertx;
    private @Nullable RoutingTable table;
    private @Nullable DirectoryVerticle directory;
    private @Nullable NodeGateVerticle gate;
    private @Nullable String directoryId;
    private @Nullable String gateId;

    private ClusterSide(Cluster config, String node, HazelcastEngine engine) {
        this.config = config;
        this.node = node;
        this.engine = engine;
    }

    static ClusterSide of(Cluster config, String node) throws StartException {
        try {
            return new ClusterSide(config, node, new HazelcastEngine(config));
        } catch (IOException e) {
            throw new StartException("cannot use cluster.hazelcast " + config.hazelcast() + ": " + e.getMessage(), e);
        }
    }

    /** Joins the other nodes, or begins a cluster. */
    Vertx join(SluiceConfig all) throws StartException, InterruptedException {
        Cluster.Bind bind = config.bind();
        Vertx joined = Waiting.forStart(
                VertxFactory.join(all, engine.manager()),
                "cannot join a cluster (cluster.host " + bind.host() + ", cluster.port " + bind.port()
                        + ", cluster.busPort " + bind.busPort()
                        + config.security().inWords() + ")");
        vertx = joined;
        int members = engine.all().size();
        if (members > 1) {
            LOG.info("cluster \"{}\" has {} members", config.name(), members);
        } else {
            LOG.warn(
                    "nobody else of cluster \"{}\" was found ({}): alone until somebody comes",
                    config.name(),
                    config.discovery().inWords());
        }
        return joined;
    }

    /**
     * Takes calls of other nodes, and learns what they offer.
     *
     * @param parts with the methods of this node alone
     */
    Targets start(Vertx on, GatewayParts parts, String version) throws StartException, InterruptedException {
        LocalTargets local = (LocalTargets) parts.targets();
        Map<String, Target> own = local.all();
        RoutingTable routes = new RoutingTable(own, local.lanes(), parts.meters());
        table = routes;
        if (!own.isEmpty()) {
            gate = new NodeGateVerticle(parts, node, SILENCE.toNanos());
            gateId = Waiting.forStart(on.deployVerticle(gate), "the gate for other nodes");
        }
        DirectoryVerticle.Self self = new DirectoryVerticle.Self(node, version, local.lanes(), new HashMap<>(own));
        directory = new DirectoryVerticle(parts.bus(), self, engine, routes, this::onLeft);
        directoryId = Waiting.forStart(on.deployVerticle(directory), "the directory of the cluster");
        return routes;
    }

    /** How gateway instances reach the workers of all nodes. */
    GatewayVerticle.BusMaker buses(GatewayParts parts) {
        BusAccess bus = parts.bus();
        long spillAfterNanos = config.spillAfter().toNanos();
        return (number, onReply) -> new ClusterOutbox(bus, node, number, parts.targets(), onReply, spillAfterNanos);
    }

    /** True if the others hear this node, and somebody offers something. */
    boolean isReady() {
        DirectoryVerticle heard = directory;
        return heard != null && heard.isHeard() && Objects.requireNonNull(table).hasTargets();
    }

    /** Tells the others that this node will leave, and refuses what still comes. */
    void drain() {
        if (directory != null) {
            directory.drain();
        }
        if (gate != null) {
            gate.drain();
        }
    }

    Future<Void> stopTakingCalls() {
        return undeploy(gateId);
    }

    Future<Void> leave() {
        return undeploy(directoryId);
    }

    private void onLeft(String left) {
        if (gate != null) {
            gate.onNodeLeft(left);
        }
    }

    private Future<Void> undeploy(@Nullable String id) {
        return id == null || vertx == null ? Future.succeededFuture() : vertx.undeploy(id);
    }
}
