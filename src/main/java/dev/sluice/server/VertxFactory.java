package dev.sluice.server;

import dev.sluice.config.SluiceConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the one Vert.x instance of a node. */
final class VertxFactory {
    private static final Logger LOG = LoggerFactory.getLogger(VertxFactory.class);

    /** Who listens where is looked up on them: one look-up may wait for a member that does not answer. */
    private static final int LOOKUP_THREADS = 4;

    private VertxFactory() {}

    /** A Vert.x alone. */
    static Vertx create(SluiceConfig config) {
        return logged(Vertx.vertx(options(config)));
    }

    /** A Vert.x among others; completes when it has joined them. */
    static Future<Vertx> join(SluiceConfig config, ClusterManager engine) {
        VertxOptions options = options(config)
                .setWorkerPoolSize(LOOKUP_THREADS)
                .setEventBusOptions(ClusterBus.options(config.cluster()));
        return Vertx.builder()
                .with(options)
                .withClusterManager(engine)
                .buildClustered()
                .map(VertxFactory::logged);
    }

    private static VertxOptions options(SluiceConfig config) {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(config.listen().instances())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setDisableTCCL(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static Vertx logged(Vertx vertx) {
        if (vertx.isNativeTransportEnabled()) {
            LOG.info("transport epoll");
        } else {
            Throwable why = vertx.unavailableNativeTransportCause();
            LOG.info("transport NIO; native epoll is not available: {}", why == null ? "unknown" : why.getMessage());
        }
        return vertx;
    }
}
