package dev.sluice.server;

import dev.sluice.config.Cluster;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Objects;

/**
 * How the event bus talks to other nodes. What Vert.x has by default waits 60 s for a connection, and trusts anyone. Whether a
 * connection works is left to the kernel, which knows it from the beats of the directory: a ping of Vert.x waits behind all
 * that was sent before it, and where there is much of that, it takes a busy node for a dead one and drops everything.
 */
final class ClusterBus {
    private static final int PING_MS = 20_000;
    private static final int CONNECT_MS = 2_000;
    private static final int USER_TIMEOUT_MS = 8_000;

    private ClusterBus() {}

    static EventBusOptions options(Cluster cluster) {
        Cluster.Known known = cluster.known();
        EventBusOptions options = new EventBusOptions()
                .setHost(cluster.bind().host())
                .setPort(cluster.bind().busPort())
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PING_MS)
                .setConnectTimeout(CONNECT_MS)
                .setTcpNoDelay(true)
                .setTcpUserTimeout(USER_TIMEOUT_MS);
        if (!known.host().isEmpty()) {
            options.setClusterPublicHost(known.host());
        }
        if (known.busPort() > 0) {
            options.setClusterPublicPort(known.busPort());
        }
        return cluster.security().isTls() ? withTls(options, cluster.security()) : options;
    }

    private static EventBusOptions withTls(EventBusOptions options, Cluster.Security security) {
        return options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(
                                Objects.requireNonNull(security.certificate()).toString())
                        .setKeyPath(Objects.requireNonNull(security.key()).toString()))
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(Objects.requireNonNull(security.trust()).toString()))
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED);
    }
}
