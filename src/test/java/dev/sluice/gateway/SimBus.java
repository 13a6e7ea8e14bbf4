package dev.sluice.gateway;

import dev.sluice.bus.CallBatch;
import dev.sluice.bus.Reply;
import dev.sluice.bus.ReplyBatch;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An event bus whose messages wait until the schedule delivers them, one at a time: in order to one address, in any order
 * to different ones.
 */
final class SimBus {
    static final int LANES = 2;
    static final int MAX_INSTANCES = 3;

    private final EventBus bus = BusProxy.of(EventBus.class, this::onCall);
    private final List<Box> toLoops = new ArrayList<>();
    private final List<Box> toWorkers = new ArrayList<>();
    private final Watcher watcher;

    /** What one consumer was sent and has not seen. */
    private static final class Box {
        final String address;
        final Handler<Message<Object>> consumer;
        final Queue<Object> messages = new ArrayDeque<>();
        final int[][] outstanding = new int[LANES][MAX_INSTANCES];
        boolean busy;

        Box(String address, Handler<Message<Object>> consumer) {
            this.address = address;
            this.consumer = consumer;
        }
    }

    /** Sees what is sent. */
    interface Watcher {
        void onCalls(CallBatch batch);

        void onReplies(ReplyBatch batch);
    }

    SimBus(Watcher watcher) {
        this.watcher = watcher;
    }

    EventBus bus() {
        return bus;
    }

    /** Delivers a batch of calls to a worker that is not at work; false if there is none. */
    boolean deliverCalls(Random random) {
        return deliver(toWorkers, random);
    }

    /** Delivers a batch of replies; false if there is none. */
    boolean deliverReplies(Random random) {
        return deliver(toLoops, random);
    }

    /** Calls that one gateway instance has sent to one worker instance and whose replies it has not seen. */
    int outstanding(int loop, int lane, int instance) {
        return toLoops.get(loop).outstanding[lane][instance];
    }

    /** What all replies on their way hold of the node's room for large results. */
    long transitBytes() {
        long bytes = 0;
        for (Box box : toLoops) {
            for (Object message : box.messages) {
                for (Reply reply : ((ReplyBatch) message).replies()) {
                    bytes += reply.transitBytes();
                }
            }
        }
        return bytes;
    }

    private static boolean deliver(List<Box> boxes, Random random) {
        int start = boxes.isEmpty() ? 0 : random.nextInt(boxes.size());
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get((start + i) % boxes.size());
            if (!box.busy && !box.messages.isEmpty()) {
                deliver(box);
                return true;
            }
        }
        return false;
    }

    private static void deliver(Box box) {
        Object body = box.messages.remove();
        if (body instanceof ReplyBatch batch) {
            box.outstanding[batch.lane()][batch.instance()] -= batch.replies().size();
        }
        box.busy = true;
        try {
            box.consumer.handle(BusProxy.messageOf(body));
        } finally {
            box.busy = false;
        }
    }

    private @Nullable Object onCall(String method, Object[] arguments) {
        return switch (method) {
            case "registerCodec" -> bus;
            case "localConsumer" -> consume((String) arguments[0], BusProxy.handlerIn(arguments[1]));
            case "send" -> {
                send((String) arguments[0], arguments[1]);
                yield bus;
            }
            default -> throw new AssertionError("the event bus is not used for " + method);
        };
    }

    private MessageConsumer<?> consume(String address, Handler<Message<Object>> handler) {
        Box box = new Box(address, handler);
        List<Box> side = address.startsWith("sluice.gateway.") ? toLoops : toWorkers;
        side.add(box);
        return BusProxy.of(MessageConsumer.class, (method, arguments) -> {
            if (method.equals("unregister")) {
                side.remove(box);
            }
            return Future.succeededFuture();
        });
    }

    private void send(String address, Object body) {
        if (body instanceof CallBatch batch) {
            watcher.onCalls(batch);
            int calls = batch.calls().size();
            find(toLoops, batch.replyAddress()).outstanding[batch.lane()][batch.instance()] += calls;
            find(toWorkers, address).messages.add(batch);
        } else if (body instanceof ReplyBatch batch) {
            watcher.onReplies(batch);
            find(toLoops, address).messages.add(batch);
        }
    }

    private static Box find(List<Box> boxes, String address) {
        for (Box box : boxes) {
            if (box.address.equals(address)) {
                return box;
            }
        }
        throw new AssertionError("nobody listens at " + address);
    }
}
