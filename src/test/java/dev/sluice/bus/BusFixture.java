package dev.sluice.bus;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real event bus, an event loop for the gateway's side, and a clock that stands still. */
final class BusFixture implements AfterEachCallback {
    static final long SECONDS = 10;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicLong nowNanos = new AtomicLong(-7);
    private final BusAccess access = new BusAccess(vertx.eventBus(), nowNanos::get);

    BusAccess access() {
        return access;
    }

    long now() {
        return nowNanos.get();
    }

    void clock(long nanos) {
        nowNanos.addAndGet(nanos);
    }

    /** Does something on the gateway's event loop and waits for it. */
    <T> T onLoop(Callable<T> action) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(turn -> {
            try {
                done.complete(action.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Collects what is sent to an address. */
    <T> BlockingQueue<T> consume(String address) throws Exception {
        BlockingQueue<T> arrived = new LinkedBlockingQueue<>();
        await(vertx.eventBus()
                .<T>localConsumer(address, message -> arrived.add(message.body()))
                .completion());
        return arrived;
    }

    /** A worker instance that does the work with each call. */
    ReplyOutbox worker(String address, BiConsumer<CallBatch, Call> work) throws Exception {
        ReplyOutbox outbox = new ReplyOutbox(access);
        VerticleBase verticle = new VerticleBase() {
            @Override
            public Future<?> start() {
                return outbox.listen(address, (batch, call, nowNanos) -> {
                    work.accept(batch, call);
                    return access.nanoTime().getAsLong();
                });
            }
        };
        await(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
        return outbox;
    }

    void send(String address, CallBatch batch) {
        vertx.eventBus().send(address, batch, BatchCodec.CALL_OPTIONS);
    }

    void send(String address, ReplyBatch batch) {
        vertx.eventBus().send(address, batch, BatchCodec.REPLY_OPTIONS);
    }

    void send(String address, Buffer message) {
        vertx.eventBus().send(address, message);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    /** What comes next, within the deadline. */
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within " + SECONDS + " s");
        }
        return next;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        await(vertx.close());
    }
}
