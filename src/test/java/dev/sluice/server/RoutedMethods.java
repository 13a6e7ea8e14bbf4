package dev.sluice.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.service.AsyncHandler;
import dev.sluice.service.BlockingHandler;
import dev.sluice.service.CallContext;
import dev.sluice.service.MethodOptions;
import dev.sluice.service.Methods;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Methods as they were registered, to be called without a worker. */
final class RoutedMethods implements Methods {
    private final Map<String, AsyncHandler<JsonNode, ?>> handlers = new HashMap<>();

    /** Calls one; what it throws is a failure. */
    Future<?> call(String name, JsonNode params, Duration within) {
        long deadlineNanos = System.nanoTime() + within.toNanos();
        try {
            return Objects.requireNonNull(handlers.get(name)).handle(params, new Context(name, deadlineNanos));
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <P, R> MethodOptions async(String name, Class<P> params, AsyncHandler<P, R> handler) {
        if (params != JsonNode.class) {
            throw new AssertionError("routes take any params");
        }
        handlers.put(name, (AsyncHandler<JsonNode, ?>) handler);
        return new Plain();
    }

    @Override
    public <P, R> MethodOptions async(String name, TypeReference<P> params, AsyncHandler<P, R> handler) {
        throw new AssertionError("routes take any params");
    }

    @Override
    public <P, R> MethodOptions blocking(String name, Class<P> params, BlockingHandler<P, R> handler) {
        throw new AssertionError("routes do not block");
    }

    @Override
    public <P, R> MethodOptions blocking(String name, TypeReference<P> params, BlockingHandler<P, R> handler) {
        throw new AssertionError("routes do not block");
    }

    private record Context(String method, long deadlineNanos) implements CallContext {
        @Override
        public int requestId() {
            return 1;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1:1";
        }

        @Override
        public @Nullable String identity() {
            return null;
        }

        @Override
        public @Nullable String traceparent() {
            return null;
        }

        @Override
        public Duration remaining() {
            return Duration.ofNanos(deadlineNanos - System.nanoTime());
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {
            throw new AssertionError("a request cannot be taken back");
        }
    }

    /** A route promises nothing of its consumer, least of all that it may be asked twice. */
    private static final class Plain implements MethodOptions {
        @Override
        public MethodOptions idempotent() {
            throw new AssertionError("nobody said so");
        }

        @Override
        public MethodOptions timeout(Duration timeout) {
            throw new AssertionError("nobody said so");
        }

        @Override
        public MethodOptions maxInFlight(int calls) {
            throw new AssertionError("nobody said so");
        }

        @Override
        public MethodOptions description(String text) {
            return this;
        }
    }
}
