package dev.sluice.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.service.CallContext;
import dev.sluice.service.Methods;
import dev.sluice.service.RawJson;
import dev.sluice.service.RpcException;
import dev.sluice.service.Service;
import dev.sluice.service.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Methods to try a server with, and those of the examples in the JSON-RPC 2.0 specification, section 7. Uses nothing that
 * an author of services could not use.
 */
public final class DemoService implements Service {
    private static final long MAX_MS = 600_000;
    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int INVALID_PARAMS = -32602;

    private @Nullable Vertx vertx;

    /** How long {@code demo.sleep} and {@code demo.block} take: 0 to 600,000 milliseconds. */
    record Wait(long ms) {
        Wait {
            if (ms < 0 || ms > MAX_MS) {
                throw new IllegalArgumentException("ms is 0 to " + MAX_MS);
            }
        }
    }

    /** What {@code demo.fail} fails with. */
    record Failure(int code, String message) {}

    /** How large the result of {@code demo.size} is as JSON: 2 bytes to 64 MiB. */
    record Size(int bytes) {
        Size {
            if (bytes < 2 || bytes > MAX_BYTES) {
                throw new IllegalArgumentException("bytes is 2 to " + MAX_BYTES);
            }
        }
    }

    record Subtraction(BigDecimal minuend, BigDecimal subtrahend) {}

    @Override
    public void register(Methods methods) {
        methods.async("demo.echo", JsonNode.class, (params, call) -> Future.succeededFuture(params))
                .idempotent()
                .description("Returns its params.");
        methods.async("demo.pass", RawJson.class, (params, call) -> Future.succeededFuture(params))
                .idempotent()
                .description("Returns its params as they were written.");
        methods.async("demo.sleep", Wait.class, this::sleep)
                .idempotent()
                .description("Answers after ms milliseconds, without holding a thread.");
        methods.blocking("demo.block", Wait.class, DemoService::block)
                .idempotent()
                .description("Blocks a thread for ms milliseconds.");
        methods.async("demo.fail", Failure.class, DemoService::fail).description("Fails with code and message.");
        methods.async("demo.size", Size.class, DemoService::size)
                .idempotent()
                .description("Returns a string whose JSON has that many bytes.");
        registerExamples(methods);
    }

    @Override
    public Future<?> start(ServiceContext context) {
        vertx = context.vertx();
        return Future.succeededFuture();
    }

    private static void registerExamples(Methods methods) {
        methods.async(
                        "subtract",
                        Subtraction.class,
                        (params, call) -> Future.succeededFuture(params.minuend.subtract(params.subtrahend)))
                .idempotent();
        methods.async("sum", new TypeReference<List<@Nullable BigDecimal>>() {}, DemoService::sum)
                .idempotent();
        methods.async("get_data", JsonNode.class, (params, call) -> Future.succeededFuture(List.of("hello", 5)))
                .idempotent();
        for (String notification : List.of("update", "notify_hello", "notify_sum")) {
            methods.async(notification, JsonNode.class, (params, call) -> Future.succeededFuture())
                    .idempotent();
        }
    }

    private Future<Wait> sleep(Wait wait, CallContext call) {
        if (wait.ms == 0) {
            return Future.succeededFuture(wait);
        }
        Vertx timers = Objects.requireNonNull(vertx);
        Promise<Wait> awake = Promise.promise();
        long timer = timers.setTimer(wait.ms, fired -> awake.tryComplete(wait));
        call.onCancel(() -> {
            timers.cancelTimer(timer);
            awake.tryFail("nobody waits any more");
        });
        return awake.future();
    }

    private static Wait block(Wait wait, CallContext call) throws InterruptedException {
        Thread.sleep(wait.ms);
        return wait;
    }

    private static Future<Void> fail(Failure failure, CallContext call) {
        return Future.failedFuture(new RpcException(failure.code, failure.message));
    }

    private static Future<BigDecimal> sum(List<@Nullable BigDecimal> terms, CallContext call) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal term : terms) {
            if (term == null) {
                throw new RpcException(INVALID_PARAMS, "null is no number");
            }
            sum = sum.add(term);
        }
        return Future.succeededFuture(sum);
    }

    private static Future<Filler> size(Size size, CallContext call) {
        return Future.succeededFuture(new Filler(size.bytes - 2));
    }
}
