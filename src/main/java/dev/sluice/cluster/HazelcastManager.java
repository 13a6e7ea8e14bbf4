package dev.sluice.cluster;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Vert.x's view of Hazelcast, with a memory. Where a node is reached is asked of Hazelcast once: any member may keep the
 * answer, and after a partition the connection to that one comes back as late as the kernel has become patient, which is long
 * after the node itself could be reached. What this node listens at is known here, too, so that it can be said again. For
 * any thread.
 */
final class HazelcastManager extends HazelcastClusterManager {
    private final Map<String, NodeInfo> nodes = new ConcurrentHashMap<>();
    private final Map<String, Set<RegistrationInfo>> own = new ConcurrentHashMap<>();

    HazelcastManager(Config config) {
        super(config);
    }

    @Override
    public void getNodeInfo(String node, Completable<NodeInfo> promise) {
        NodeInfo known = nodes.get(node);
        if (known != null) {
            promise.succeed(known);
            return;
        }
        super.getNodeInfo(node, (info, failure) -> {
            if (failure == null) {
                nodes.put(node, info);
            }
            promise.complete(info, failure);
        });
    }

    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        if (!registration.localOnly()) {
            own.computeIfAbsent(address, none -> ConcurrentHashMap.newKeySet()).add(registration);
        }
        super.addRegistration(address, registration, promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        own.computeIfPresent(address, (same, registrations) -> {
            registrations.remove(registration);
            return registrations.isEmpty() ? null : registrations;
        });
        super.removeRegistration(address, registration, promise);
    }

    /** Says all that this node listens at, one after the other; what is known already stays as it is. */
    Future<Void> registerAgain() {
        Future<Void> all = Future.succeededFuture();
        for (Map.Entry<String, Set<RegistrationInfo>> entry : own.entrySet()) {
            for (RegistrationInfo registration : entry.getValue()) {
                all = all.compose(before -> registerAgain(entry.getKey(), registration));
            }
        }
        return all;
    }

    private Future<Void> registerAgain(String address, RegistrationInfo registration) {
        Promise<Void> said = Promise.promise();
        super.addRegistration(address, registration, said);
        return said.future().onSuccess(done -> takeBackIfGone(address, registration));
    }

    /** It may have been removed while it was said again. */
    private void takeBackIfGone(String address, RegistrationInfo registration) {
        Set<RegistrationInfo> now = own.get(address);
        if (now == null || !now.contains(registration)) {
            super.removeRegistration(address, registration, (done, failure) -> {});
        }
    }

    /** A node has left. */
    void forget(String node) {
        nodes.remove(node);
    }
}
