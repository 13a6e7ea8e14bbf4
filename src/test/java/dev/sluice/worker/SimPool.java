package dev.sluice.worker;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBatch;
import dev.sluice.bus.ReplyOutbox;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The worker instance of blocking methods in the simulation: does what {@link WorkerVerticle} does with them, but what
 * waits for a thread of the {@link BlockingPool} there waits here until the schedule runs it.
 */
public final class SimPool {
    private static final RpcError POOL_FULL = RpcError.overloaded("blocking.queue is full", 100);

    private final WorkerParts parts;
    private final int queue;
    private final ReplyOutbox outbox;
    private final List<Runnable> waiting = new ArrayList<>();

    /**
     * Begins to take calls.
     *
     * @param queue how many wait at most
     */
    public SimPool(WorkerParts parts, int queue, String address) {
        this.parts = parts;
        this.queue = queue;
        this.outbox = new ReplyOutbox(parts.bus());
        if (!outbox.listen(address, this::onCall).succeeded()) {
            throw new AssertionError("the bus is not one of the simulation");
        }
    }

    /** Runs one that waits, any of them; false if none does. */
    public boolean run(Random random) {
        if (waiting.isEmpty()) {
            return false;
        }
        waiting.remove(random.nextInt(waiting.size())).run();
        return true;
    }

    private long onCall(CallBatch from, Call call, long nowNanos) {
        Method method = parts.methods().find(call.request().method());
        if (method == null || !(method.handler() instanceof Handler.Blocking blocking)) {
            throw new AssertionError("not a blocking method: " + call.request().method());
        }
        Invocation invocation = new Invocation(parts, method, call, nowNanos, reply -> outbox.reply(from, reply));
        if (waiting.size() < queue) {
            waiting.add(() -> invocation.run(blocking, 1));
        } else {
            invocation.refuse(POOL_FULL, Refusal.BLOCKING_QUEUE);
        }
        return nowNanos;
    }
}
