package dev.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * One call and the caller who waits for it. Confined to the connection's event loop once it is handed over.
 *
 * <p>The caller hears exactly once. After a time-out the call is given up: it keeps its place and its id until the
 * answer comes, so that a late answer can never be taken for another call's.
 */
final class PendingCall {
    /** What the server gets, beyond its deadline, to say DEADLINE_EXCEEDED itself, which tells more than our time-out. */
    static final Duration GRACE = Duration.ofMillis(100);

    private final Promise<JsonNode> promise = Promise.promise();
    private final String method;
    private final Duration timeout;
    private final long deadlineNanos;

    PendingCall(String method, Duration timeout, long nowNanos) {
        this.method = method;
        this.timeout = timeout;
        this.deadlineNanos = nowNanos + timeout.toNanos();
    }

    Future<JsonNode> future() {
        return promise.future();
    }

    boolean givenUp() {
        return promise.future().isComplete();
    }

    /** What is left of the caller's time, rounded up; 0 or less when it has passed. */
    long remainingMs(long nowNanos) {
        return -Math.floorDiv(nowNanos - deadlineNanos, 1_000_000L);
    }

    boolean overdue(long nowNanos) {
        return deadlineNanos + GRACE.toNanos() - nowNanos <= 0;
    }

    void succeed(JsonNode result) {
        promise.complete(result);
    }

    void fail(RpcClientException cause) {
        promise.fail(cause);
    }

    RpcTimeoutException timeout(Executed executed) {
        return new RpcTimeoutException("no answer to " + method + " within " + timeout.toMillis() + " ms", executed);
    }
}
