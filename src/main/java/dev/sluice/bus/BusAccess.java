package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus and the clock, once for a Vert.x instance. Making one registers the codecs.
 *
 * @param bus the event bus of the node
 * @param nanoTime a clock that never goes back, in nanoseconds
 */
public record BusAccess(EventBus bus, LongSupplier nanoTime) {
    private static final Logger LOG = LoggerFactory.getLogger(BusAccess.class);
    private static final long LET_GO_MS = 1_000;

    /** Registers the codecs of the batches with the bus. */
    public BusAccess {
        BatchCodec.registerWith(bus);
    }

    /**
     * Takes nothing more at an address of the cluster. That may have to be said to a member that cannot be reached: completes
     * in {@value #LET_GO_MS} ms at most, for nothing depends on it.
     */
    static Future<Void> letGo(MessageConsumer<?> consumer) {
        return consumer.unregister().timeout(LET_GO_MS, TimeUnit.MILLISECONDS).recover(e -> {
            LOG.warn("the cluster was not told that {} is given up: {}", consumer.address(), e.getMessage());
            return Future.succeededFuture();
        });
    }
}
