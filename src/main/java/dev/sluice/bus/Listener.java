package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address of this node at which others are heard, and the watch over it. Who listens where is the cluster's knowledge, which
 * a split can lose; then messages come here no more and nobody is told. So the node sends itself one now and then, by the way
 * that others' take, and says again that it listens when that does not come. Confined to the context it was made on.
 */
final class Listener {
    /** Between one look and the next. */
    static final long CHECK_NANOS = 2_000_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /** Nothing that anybody else sends is empty. */
    private static final Buffer PROBE = Buffer.buffer();

    private static final int MOST_MISSED = 2;

    private final EventBus bus;
    private final LongSupplier nanoTime;
    private final String address;
    private final Consumer<Buffer> onMessage;
    private MessageConsumer<Buffer> consumer;
    private long checkedNanos;
    private int missed;

    /** Begins to listen. */
    Listener(BusAccess access, String address, Consumer<Buffer> onMessage) {
        this.bus = access.bus();
        this.nanoTime = access.nanoTime();
        this.address = address;
        this.onMessage = onMessage;
        this.checkedNanos = nanoTime.getAsLong();
        this.consumer = bus.consumer(address, message -> take(message.body()));
    }

    /** Completes when others can be heard. */
    Future<Void> ready() {
        return consumer.completion();
    }

    /** To be called often; looks now and then. */
    void check() {
        long nowNanos = nanoTime.getAsLong();
        if (nowNanos - checkedNanos < CHECK_NANOS) {
            return;
        }
        checkedNanos = nowNanos;
        if (missed >= MOST_MISSED) {
            missed = 0;
            LOG.warn("the cluster has forgotten that this node listens at {}; saying it again", address);
            MessageConsumer<Buffer> before = consumer;
            consumer = bus.consumer(address, message -> take(message.body()));
            before.unregister();
        }
        missed++;
        bus.send(address, PROBE);
    }

    /** Listens no more. */
    Future<Void> close() {
        return consumer.unregister();
    }

    private void take(Buffer message) {
        if (message.length() == 0) {
            missed = 0;
        } else {
            onMessage.accept(message);
        }
    }
}
