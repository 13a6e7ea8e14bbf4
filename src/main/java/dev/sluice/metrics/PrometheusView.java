package dev.sluice.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** Shows the counts of a node as Prometheus text. Reads the counters when it is asked; costs a call nothing. */
public final class PrometheusView {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NodeMeters meters;
    private final Set<MethodMeter> bound = new HashSet<>();

    /**
     * Binds all meters.
     *
     * @param state the ordinal of the server's state, 0 for running
     */
    public PrometheusView(NodeMeters meters, IntSupplier state) {
        bindCalls(meters);
        bindConnections(meters);
        this.meters = meters;
        registry.getPrometheusRegistry().register(new HistogramCollector(meters));
        Gauge.builder("sluice.state", state, IntSupplier::getAsInt)
                .description("0 running, 1 lame duck, 2 draining, 3 stopped")
                .strongReference(true)
                .register(registry);
    }

    /** Shows a number of bytes that is bounded, with its limit. */
    public void bindBudget(String kind, LongSupplier usedBytes, LongSupplier limitBytes) {
        Gauge.builder("sluice.budget.bytes", usedBytes, LongSupplier::getAsLong)
                .description("Bytes held of each budget of the node")
                .tag("kind", kind)
                .strongReference(true)
                .register(registry);
        Gauge.builder("sluice.budget.limit.bytes", limitBytes, LongSupplier::getAsLong)
                .description("The limit of each budget of the node")
                .tag("kind", kind)
                .strongReference(true)
                .register(registry);
    }

    /** All meters in the text format of Prometheus, version 0.0.4. */
    public synchronized String scrape() {
        for (MethodMeter method : meters.methods()) {
            if (bound.add(method)) { // other nodes bring theirs while this one runs
                bindMethod(method);
            }
        }
        return registry.scrape();
    }

    private void bindCalls(NodeMeters meters) {
        gauge("sluice.inflight", "Calls read and not yet ended", meters, NodeMeters::inFlight);
        counter(
                "sluice.late.replies",
                "Replies that came after their call was answered",
                meters,
                NodeMeters::lateReplyCount);
        for (Refusal reason : Refusal.values()) {
            FunctionCounter.builder("sluice.rejected", meters, m -> m.count(reason))
                    .description("Calls that were not started, by reason")
                    .tag("reason", label(reason))
                    .register(registry);
        }
        for (Brake limit : Brake.values()) {
            FunctionCounter.builder("sluice.limited", meters, m -> m.count(limit))
                    .description("Times a limit held something back without refusing a call or ending a connection")
                    .tag("limit", label(limit))
                    .register(registry);
        }
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder("sluice.notifications", meters, m -> m.notificationCount(outcome))
                    .description("Notifications, by outcome")
                    .tag("outcome", label(outcome))
                    .register(registry);
            FunctionCounter.builder("sluice.remote.calls", meters, m -> m.remoteCallCount(outcome))
                    .description("Calls of other nodes that ended here, by outcome")
                    .tag("outcome", label(outcome))
                    .register(registry);
        }
    }

    private void bindConnections(NodeMeters meters) {
        gauge("sluice.connections", "Connections open now", meters, NodeMeters::connectionsNow);
        for (CloseReason reason : CloseReason.values()) {
            FunctionCounter.builder("sluice.connections.closed", meters, m -> m.count(reason))
                    .description("Connections closed, by reason")
                    .tag("reason", label(reason))
                    .register(registry);
        }
        bytes("in", meters, NodeMeters::bytesInCount);
        bytes("out", meters, NodeMeters::bytesOutCount);
    }

    private void bytes(String direction, NodeMeters meters, ToDoubleFunction<NodeMeters> value) {
        FunctionCounter.builder("sluice.bytes", meters, value)
                .description("Bytes read from and written to clients")
                .tag("direction", direction)
                .register(registry);
    }

    private void bindMethod(MethodMeter method) {
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder("sluice.requests", method, m -> m.count(outcome))
                    .description("Calls that ended, by registered method and outcome")
                    .tag("method", method.method())
                    .tag("outcome", label(outcome))
                    .register(registry);
        }
        FunctionCounter.builder("sluice.slow.handlers", method, MethodMeter::slowHandlers)
                .description("Asynchronous handlers that held their worker for more than 100 ms")
                .tag("method", method.method())
                .register(registry);
        Gauge.builder("sluice.abandoned", method, MethodMeter::abandonedNow)
                .description("Handlers that have not ended long after their deadline")
                .tag("method", method.method())
                .register(registry);
    }

    private void gauge(String name, String description, NodeMeters meters, ToDoubleFunction<NodeMeters> value) {
        Gauge.builder(name, meters, value).description(description).register(registry);
    }

    private void counter(String name, String description, NodeMeters meters, ToDoubleFunction<NodeMeters> value) {
        FunctionCounter.builder(name, meters, value).description(description).register(registry);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
