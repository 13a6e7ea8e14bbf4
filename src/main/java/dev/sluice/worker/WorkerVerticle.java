package dev.sluice.worker;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBatch;
import dev.sluice.bus.Reply;
import dev.sluice.bus.ReplyOutbox;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Refusal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * One worker instance: takes batches of calls at an address of its own and runs them one after the other. Asynchronous
 * handlers run here; calls of blocking methods go on to the pool, one by one. Confined to its worker context.
 */
public final class WorkerVerticle extends VerticleBase {
    private static final RpcError METHOD_NOT_FOUND = RpcError.of(ErrorCode.METHOD_NOT_FOUND, Executed.NO);
    private static final RpcError POOL_FULL = RpcError.overloaded("blocking.queue is full", 100);

    private final WorkerParts parts;
    private final BlockingPool pool;
    private final String address;
    private final ReplyOutbox outbox;

    private @Nullable CallBatch batch;
    private long arrivedNanos;

    /**
     * @param address where batches come in, unique on the node
     */
    public WorkerVerticle(WorkerParts parts, BlockingPool pool, String address) {
        this.parts = parts;
        this.pool = pool;
        this.address = address;
        this.outbox = new ReplyOutbox(parts.bus());
    }

    @Override
    public Future<?> start() {
        return outbox.listen(address, this::onCall);
    }

    @SuppressWarnings("ReferenceEquality") // this batch, not one like it
    private long onCall(CallBatch from, Call call, long nowNanos) {
        if (from != batch) {
            batch = from;
            arrivedNanos = nowNanos;
        }
        Method method = parts.methods().find(call.request().method());
        if (method == null) {
            Reply unknown = call.withdraw()
                    ? Reply.error(call.ticket(), METHOD_NOT_FOUND, null)
                    : Reply.withdrawn(call.ticket());
            outbox.reply(from, unknown);
            return nowNanos;
        }
        Invocation invocation = new Invocation(parts, method, call, arrivedNanos, reply -> outbox.reply(from, reply));
        if (method.handler() instanceof Handler.Async async) {
            return invocation.run(async, nowNanos);
        }
        if (method.handler() instanceof Handler.Blocking blocking
                && !pool.tryExecute(() -> invocation.run(blocking, pool.threads()))) {
            invocation.refuse(POOL_FULL, Refusal.BLOCKING_QUEUE);
        }
        return nowNanos;
    }
}
