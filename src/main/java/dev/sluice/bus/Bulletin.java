package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.function.Consumer;

/** How nodes tell each other of themselves. Confined to the context it was made on. */
public final class Bulletin {
    private final EventBus bus;
    private final Listener forAll;
    private final Listener forThisNode;

    /**
     * Begins to listen.
     *
     * @param node this node's name
     * @param onMessage gets what others tell, and what this node tells everybody; must not throw
     */
    public Bulletin(BusAccess access, String node, Consumer<Buffer> onMessage) {
        this.bus = access.bus();
        this.forAll = new Listener(access, NodeAddresses.DIRECTORY, onMessage);
        this.forThisNode = new Listener(access, NodeAddresses.directory(node), onMessage);
    }

    /** Completes when others can be heard. */
    public Future<Void> ready() {
        return Future.all(forAll.ready(), forThisNode.ready()).mapEmpty();
    }

    /** To be called often: sees to it that others still find this node. */
    public void check() {
        forThisNode.check(); // what is told everybody comes here anyway, and is seen to come
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
        return Future.join(forAll.close(), forThisNode.close()).mapEmpty();
    }
}
