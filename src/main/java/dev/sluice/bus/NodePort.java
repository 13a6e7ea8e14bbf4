package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node takes calls from gateways of other nodes, and sends the replies. Confined to the event loop it was made on.
 * What cannot be read is said in the log and dropped: whoever sent it waits until the deadline of its calls.
 */
public final class NodePort {
    private static final Logger LOG = LoggerFactory.getLogger(NodePort.class);

    private final EventBus bus;
    private final LongSupplier nanoTime;
    private final Visitor visitor;
    private final MessageConsumer<Buffer> consumer;

    /** Takes what comes; must not throw. */
    public interface Visitor {
        /** Calls have come, under the tickets of the gateway that sent them. */
        void onCalls(CallBatch batch);

        /**
         * Nobody waits for these calls any more.
         *
         * @param replyAddress of the gateway that sent them
         */
        void onCancelled(String replyAddress, List<Long> tickets);
    }

    /** Takes the replies for one gateway instance of another node. */
    @FunctionalInterface
    public interface ReplyLink {
        /** Sends replies, at most {@link CallBatch#MAX_CALLS}; completes when they were written. */
        Future<Void> send(ReplyBatch replies);
    }

    /** Opens the port of a node. Called on an event loop. */
    public NodePort(BusAccess access, String node, Visitor visitor) {
        this.bus = access.bus();
        this.nanoTime = access.nanoTime();
        this.visitor = visitor;
        this.consumer = bus.consumer(NodeAddresses.calls(node), message -> onMessage(message.body()));
    }

    /** Completes when calls can come. */
    public Future<Void> ready() {
        return consumer.completion();
    }

    /** The way back to a gateway instance. */
    public ReplyLink linkTo(String replyAddress) {
        MessageProducer<Buffer> sender = bus.sender(replyAddress);
        return replies -> sender.write(BatchWire.encode(replies));
    }

    /** The node of a gateway instance. */
    public static String nodeOf(String replyAddress) {
        return NodeAddresses.nodeOf(replyAddress);
    }

    /** Takes no more calls. */
    public Future<Void> close() {
        return BusAccess.letGo(consumer);
    }

    private void onMessage(Buffer message) {
        try {
            if (BatchWire.isCalls(message)) {
                visitor.onCalls(BatchWire.calls(message, nanoTime.getAsLong()));
            } else {
                Cancels cancels = BatchWire.cancels(message);
                visitor.onCancelled(cancels.replyAddress(), cancels.tickets());
            }
        } catch (WireException e) {
            LOG.warn("a message of another node cannot be read: {}", e.getMessage());
        }
    }
}
