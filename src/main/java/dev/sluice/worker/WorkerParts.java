package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.BusAccess;
import dev.sluice.limits.TransitBudget;
import dev.sluice.metrics.Histogram;
import dev.sluice.metrics.NodeMeters;

/** What all worker instances and the blocking pool share. All of it may be used from any thread. */
public final class WorkerParts {
    private static final String ASYNC_LANE = "worker";
    private static final String BLOCKING_LANE = "blocking";

    private final BusAccess bus;
    private final MethodTable methods;
    private final NodeMeters meters;
    private final ResultWriter results;
    private final HandlerLog log = new HandlerLog();
    private final HandlerErrors errors;
    private final Histogram asyncDelay;
    private final Histogram blockingDelay;

    /**
     * How large answers may be, one alone and all together.
     *
     * @param maxBytes the largest result or error
     * @param transit room for large results until a gateway has taken them
     */
    public record Results(int maxBytes, TransitBudget transit) {}

    /**
     * @param methods complete: no service registers any more
     */
    public WorkerParts(BusAccess bus, MethodTable methods, NodeMeters meters, Results limits) {
        ObjectMapper mapper = methods.mapper();
        this.bus = bus;
        this.methods = methods;
        this.meters = meters;
        this.results = new ResultWriter(mapper, limits);
        this.errors = new HandlerErrors(mapper, limits.maxBytes(), log);
        this.asyncDelay = meters.queueDelay(ASYNC_LANE);
        this.blockingDelay = meters.queueDelay(BLOCKING_LANE);
    }

    BusAccess bus() {
        return bus;
    }

    MethodTable methods() {
        return methods;
    }

    NodeMeters meters() {
        return meters;
    }

    ResultWriter results() {
        return results;
    }

    HandlerErrors errors() {
        return errors;
    }

    /** How long calls waited for handlers of this kind. */
    Histogram queueDelay(Handler handler) {
        return handler instanceof Handler.Async ? asyncDelay : blockingDelay;
    }

    HandlerLog log() {
        return log;
    }

    long now() {
        return bus.nanoTime().getAsLong();
    }
}
