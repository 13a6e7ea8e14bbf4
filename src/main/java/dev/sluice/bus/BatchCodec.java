package dev.sluice.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands a batch over by reference to a consumer on the same node. It never travels between nodes. */
final class BatchCodec<T> implements MessageCodec<T, T> {
    private static final BatchCodec<CallBatch> CALLS = new BatchCodec<>("sluice.calls");
    private static final BatchCodec<ReplyBatch> REPLIES = new BatchCodec<>("sluice.replies");

    static final DeliveryOptions CALL_OPTIONS = localOnly(CALLS);
    static final DeliveryOptions REPLY_OPTIONS = localOnly(REPLIES);

    private final String name;

    private BatchCodec(String name) {
        this.name = name;
    }

    /** Makes both kinds of batches known to an event bus, once in its life. */
    static void registerWith(EventBus bus) {
        bus.registerCodec(CALLS);
        bus.registerCodec(REPLIES);
    }

    private static DeliveryOptions localOnly(BatchCodec<?> codec) {
        return new DeliveryOptions().setCodecName(codec.name()).setLocalOnly(true);
    }

    @Override
    public void encodeToWire(Buffer buffer, T batch) {
        throw new AssertionError(name + " stay on their node");
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw new AssertionError(name + " stay on their node");
    }

    @Override
    public T transform(T batch) {
        return batch;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
