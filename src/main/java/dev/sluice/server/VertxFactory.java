package dev.sluice.server;

import dev.sluice.config.SluiceConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the one Vert.x instance of a node. */
final class VertxFactory {
    private static final Logger LOG = LoggerFactory.getLogger(VertxFactory.class);

    private VertxFactory() {}

    static Vertx create(SluiceConfig config) {
        VertxOptions options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(config.listen().instances())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setDisableTCCL(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        Vertx vertx = Vertx.vertx(options);
        if (vertx.isNativeTransportEnabled()) {
            LOG.info("transport epoll");
        } else {
            Throwable why = vertx.unavailableNativeTransportCause();
            LOG.info("transport NIO; native epoll is not available: {}", why == null ? "unknown" : why.getMessage());
        }
        return vertx;
    }
}
