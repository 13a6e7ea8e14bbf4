package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.BusAccess;
import dev.sluice.metrics.NodeMeters;

/** What all worker instances and the blocking pool share. All of it may be used from any thread. */
public final class WorkerParts {
    private final BusAccess bus;
    private final MethodTable methods;
    private final NodeMeters meters;
    private final ResultWriter results;
    private final HandlerLog log = new HandlerLog();
    private final HandlerErrors errors;

    /**
     * @param methods complete: no service registers any more
     * @param maxResponseBytes the largest result or error
     */
    public WorkerParts(BusAccess bus, MethodTable methods, NodeMeters meters, int maxResponseBytes) {
        ObjectMapper mapper = methods.mapper();
        this.bus = bus;
        this.methods = methods;
        this.meters = meters;
        this.results = new ResultWriter(mapper, maxResponseBytes);
        this.errors = new HandlerErrors(mapper, maxResponseBytes, log);
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

    HandlerLog log() {
        return log;
    }

    long now() {
        return bus.nanoTime().getAsLong();
    }
}
