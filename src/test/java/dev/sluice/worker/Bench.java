package dev.sluice.worker;

import dev.sluice.bus.BusAccess;
import dev.sluice.bus.Call;
import dev.sluice.bus.Origin;
import dev.sluice.bus.Reply;
import dev.sluice.frame.Frame;
import dev.sluice.jsonrpc.EnvelopeReader;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.limits.TransitBudget;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.service.Methods;
import dev.sluice.service.Service;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A method table, the parts of a worker and a clock, without sockets or verticles. Close it after the test. */
final class Bench implements AutoCloseable {
    static final int MAX_RESPONSE_BYTES = 1_000;
    static final long DEADLINE_NANOS = 1_000;

    final NodeMeters meters = new NodeMeters();
    final MethodTable table = new MethodTable(meters);
    final List<Reply> replies = new CopyOnWriteArrayList<>();
    long nowNanos;

    private final Vertx vertx = Vertx.vertx();
    private final EnvelopeReader reader = new EnvelopeReader(100);
    final TransitBudget transit = new TransitBudget(100 * MAX_RESPONSE_BYTES);
    private final WorkerParts parts = new WorkerParts(
            new BusAccess(vertx.eventBus(), () -> nowNanos),
            table,
            meters,
            new WorkerParts.Results(MAX_RESPONSE_BYTES, transit));

    void register(Consumer<Methods> registration) {
        table.register(new Service() {
            @Override
            public void register(Methods methods) {
                registration.accept(methods);
            }
        });
    }

    /** A call that nobody has started. */
    Call call(String method, String params) {
        String member = params.isEmpty() ? "" : ",\"params\":" + params;
        String body = "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"" + member
                + ",\"id\":1,\"meta\":{\"timing\":true,\"traceparent\":\"00-t\"}}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Incoming.Request request = (Incoming.Request) reader.read(bytes);
        return new Call(
                7, new Frame(-2, bytes), request, new Origin("127.0.0.1", 1, null), new Call.Window(0, DEADLINE_NANOS));
    }

    void run(Call call) {
        Method method = Objects.requireNonNull(table.find(call.request().method()));
        Invocation invocation = new Invocation(parts, method, call, nowNanos, replies::add);
        if (method.handler() instanceof Handler.Async async) {
            invocation.run(async, nowNanos);
        } else if (method.handler() instanceof Handler.Blocking blocking) {
            invocation.run(blocking, 1);
        }
    }

    /** Runs a call and returns its answer as text: the result, or the error object. */
    String answer(String method, String params) {
        run(call(method, params));
        return onlyAnswer();
    }

    String onlyAnswer() {
        if (replies.size() != 1) {
            throw new AssertionError("one reply wanted: " + replies);
        }
        Reply reply = replies.remove(0);
        byte[] result = reply.result();
        return result == null ? String.valueOf(reply.error()) : new String(result, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
