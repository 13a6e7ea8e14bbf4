package dev.sluice.bus;

import io.vertx.core.eventbus.EventBus;
import java.util.function.LongSupplier;

/**
 * The event bus and the clock, once for a Vert.x instance. Making one registers the codecs.
 *
 * @param bus the event bus of the node
 * @param nanoTime a clock that never goes back, in nanoseconds
 */
public record BusAccess(EventBus bus, LongSupplier nanoTime) {
    /** Registers the codecs of the batches with the bus. */
    public BusAccess {
        BatchCodec.registerWith(bus);
    }
}
