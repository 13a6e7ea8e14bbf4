package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.client.CallOptions;
import dev.sluice.client.RpcClient;
import dev.sluice.client.RpcClientException;
import dev.sluice.client.RpcErrorException;
import dev.sluice.client.RpcTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The same call many times, with a window of them in flight, and how long the answers took. Confined to the client's event
 * loop until its future has completed.
 */
final class CallSeries {
    /** Calls in flight at a time. */
    static final int WINDOW = 256;

    private static final int DIGITS = 3;

    private final RpcClient client;
    private final String method;
    private final @Nullable JsonNode params;
    private final CallOptions options;
    private final long total;
    private final Histogram latencyNanos = new Histogram(DIGITS);
    private final SortedMap<Integer, Long> errors = new TreeMap<>();
    private final Promise<CallSeries> done = Promise.promise();

    private long sent;
    private int inFlight;
    private long unanswered;
    private @Nullable RpcClientException firstUnanswered;
    private boolean stopped;

    CallSeries(RpcClient client, String method, @Nullable JsonNode params, CallOptions options, long total) {
        this.client = client;
        this.method = method;
        this.params = params;
        this.options = options;
        this.total = total;
    }

    /** Must be called on the client's event loop. Completes when every call that was sent has ended. */
    Future<CallSeries> run() {
        for (int i = 0; i < WINDOW; i++) {
            sendNext();
        }
        return done.future();
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** Why the first call without an answer has none; null when all were answered. */
    @Nullable
    RpcClientException firstUnanswered() {
        return firstUnanswered;
    }

    private void sendNext() {
        if (stopped || sent == total) {
            return;
        }
        sent++;
        inFlight++;
        long start = System.nanoTime();
        client.call(method, params, options).onComplete((result, failure) -> onEnd(start, failure));
    }

    private void onEnd(long startNanos, @Nullable Throwable failure) {
        inFlight--;
        if (failure == null || failure instanceof RpcErrorException) {
            latencyNanos.recordValue(System.nanoTime() - startNanos);
        }
        if (failure instanceof RpcErrorException error) {
            errors.merge(error.code(), 1L, Long::sum);
        } else if (failure instanceof RpcClientException unansweredCall) {
            onUnanswered(unansweredCall);
        } else if (failure != null) {
            stopped = true;
            done.tryFail(failure);
        }
        sendNext();
        if (inFlight == 0) {
            done.tryComplete(this);
        }
    }

    /** After a time-out the connection still serves; anything else would only repeat itself. */
    private void onUnanswered(RpcClientException failure) {
        unanswered++;
        if (firstUnanswered == null) {
            firstUnanswered = failure;
        }
        stopped |= !(failure instanceof RpcTimeoutException);
    }

    void print(PrintWriter out) {
        long failed = errors.values().stream().mapToLong(Long::longValue).sum();
        out.printf(
                "calls %d, results %d, errors %d, unanswered %d%n",
                sent, latencyNanos.getTotalCount() - failed, failed, unanswered);
        errors.forEach((code, count) -> out.printf("  error %d: %d%n", code, count));
        if (latencyNanos.getTotalCount() > 0) {
            line(out, "min", latencyNanos.getMinValue());
            for (String percentile : new String[] {"50", "90", "99", "99.9"}) {
                double at = Double.parseDouble(percentile);
                line(out, "p" + percentile, latencyNanos.getValueAtPercentile(at));
            }
            line(out, "max", latencyNanos.getMaxValue());
        }
        out.flush();
    }

    private static void line(PrintWriter out, String name, long nanos) {
        double ms = nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
        out.print(String.format(Locale.ROOT, "%-6s %10.3f ms%n", name, ms));
    }
}
