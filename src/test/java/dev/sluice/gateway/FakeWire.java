package dev.sluice.gateway;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An event bus between nodes whose messages take a turn of the loop, are lost, held up or refused, as the test wants it. */
final class FakeWire {
    private final Consumer<Runnable> later;
    private final Map<String, Handler<Message<Object>>> consumers = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private final Set<String> heldUp = new HashSet<>();
    private final List<Runnable> held = new ArrayList<>();
    private final EventBus bus = BusProxy.of(EventBus.class, this::onCall);

    FakeWire(Consumer<Runnable> later) {
        this.later = later;
    }

    EventBus bus() {
        return bus;
    }

    /** The connection to this node is broken: what is sent there fails. */
    void breakTo(String node) {
        broken.add(node);
    }

    /** What is sent to this node is lost, and nobody is told. */
    void silenceTo(String node) {
        silent.add(node);
    }

    /** What is sent to this node is not written until {@link #letGo()}. */
    void holdUpTo(String node) {
        heldUp.add(node);
    }

    /** Everything works again; what was held up is written. */
    void letGo() {
        broken.clear();
        silent.clear();
        heldUp.clear();
        held.forEach(Runnable::run);
        held.clear();
    }

    /** Addresses of a node at which somebody listens. */
    int listeners(String node) {
        return (int) consumers.keySet().stream()
                .filter(address -> address.contains("." + node))
                .count();
    }

    private @Nullable Object onCall(String method, Object[] arguments) {
        return switch (method) {
            case "registerCodec" -> bus;
            case "localConsumer", "consumer" -> consume((String) arguments[0], BusProxy.handlerIn(arguments[1]));
            case "sender" -> producer((String) arguments[0]);
            default -> throw new AssertionError("the event bus is not used for " + method);
        };
    }

    private MessageConsumer<?> consume(String address, Handler<Message<Object>> handler) {
        consumers.put(address, handler);
        return BusProxy.of(MessageConsumer.class, (method, arguments) -> {
            if (method.equals("unregister")) {
                consumers.remove(address);
            }
            return Future.succeededFuture();
        });
    }

    private MessageProducer<?> producer(String address) {
        return BusProxy.of(MessageProducer.class, (method, arguments) -> send(address, arguments[0]));
    }

    private Future<Void> send(String address, Object body) {
        if (isFor(address, broken)) {
            return Future.failedFuture("the connection is broken");
        }
        if (isFor(address, silent)) {
            return Future.succeededFuture();
        }
        Promise<Void> written = Promise.promise();
        Runnable write = () -> {
            written.complete();
            later.accept(() -> deliver(address, body));
        };
        if (isFor(address, heldUp)) {
            held.add(write);
        } else {
            write.run();
        }
        return written.future();
    }

    private void deliver(String address, Object body) {
        Handler<Message<Object>> consumer = consumers.get(address);
        if (consumer != null) {
            consumer.handle(BusProxy.messageOf(body));
        }
    }

    private static boolean isFor(String address, Set<String> nodes) {
        return nodes.stream().anyMatch(node -> address.contains("." + node));
    }
}
