package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/** How nodes tell each other of themselves. Confined to the context it was made on. */
public final class Bulletin {
    private final EventBus bus;
    private final MessageConsumer<Buffer> forAll;
    private final MessageConsumer<Buffer> forThisNode;

    /**
     * Begins to listen.
     *
     * @param node this node's name
     * @param onMessage gets what others tell, and what this node tells everybody; must not throw
     */
    public Bulletin(BusAccess access, String node, Consumer<Buffer> onMessage) {
        this.bus = access.bus();
        this.forAll = bus.consumer(NodeAddresses.DIRECTORY, message -> onMessage.accept(message.body()));
        this.forThisNode = bus.consumer(NodeAddresses.directory(node), message -> onMessage.accept(message.body()));
    }

    /** Completes when others can be heard. */
    public Future<Void> ready() {
        return Future.all(forAll.completion(), forThisNode.completion()).mapEmpty();
    }

    /** Tells everybody, this node too: who does not hear itself is not heard by others either. */
    public void tellAll(Buffer message) {
        bus.publish(NodeAddresses.DIRECTORY, message);
    }

    /** Tells one node; fails if the connection to it is broken. */
    public Future<Void> tell(String node, Buffer message) {
        return bus.<Buffer>sender(NodeAddresses.directory(node)).write(message);
    }

    /** Listens no more. */
    public Future<Void> close() {
        return Future.join(BusAccess.letGo(forAll), BusAccess.letGo(forThisNode))
                .mapEmpty();
    }
}
