package dev.sluice.gateway;

import dev.sluice.metrics.NodeMeters;
import dev.sluice.service.CallContext;
import dev.sluice.service.MethodOptions;
import dev.sluice.service.Methods;
import dev.sluice.service.Service;
import dev.sluice.worker.MethodTable;
import dev.sluice.worker.WorkerInnards;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one thread uses for all its schedules, because it costs too much to make for each: the methods and the meters.
 * Every schedule must leave both as it found them, but for counts.
 */
final class SimHouse {
    static final int NARROW_CALLS = 2;
    static final long BRIEF_MS = 20;

    /** The methods there are, with their options. */
    static final List<String> METHODS = List.of("work", "brief", "narrow", "twice", "block", "blockBrief", "crowded");

    /** What every method takes. */
    record Params(int token) {}

    final NodeMeters meters = new NodeMeters();
    final MethodTable methods = new MethodTable(meters);
    private @Nullable SimHandlers handlers;

    SimHouse() {
        methods.register(new Service() {
            @Override
            public void register(Methods registered) {
                async(registered, "work");
                async(registered, "brief").timeout(Duration.ofMillis(BRIEF_MS));
                async(registered, "narrow").maxInFlight(NARROW_CALLS);
                async(registered, "twice").idempotent();
                async(registered, "crowded");
                registered.blocking("block", Params.class, SimHouse.this::block);
                registered
                        .blocking("blockBrief", Params.class, SimHouse.this::block)
                        .timeout(Duration.ofMillis(BRIEF_MS));
            }
        });
    }

    private MethodOptions async(Methods registered, String name) {
        return registered.async(name, Params.class, this::handle);
    }

    /** From now on handlers do what this schedule says. */
    void begin(SimHandlers newHandlers) {
        handlers = newHandlers;
    }

    /** True if no handler runs, as far as the workers know. */
    boolean isIdle() {
        return WorkerInnards.isIdle(methods, METHODS);
    }

    private Future<Object> handle(Params params, CallContext context) {
        return Objects.requireNonNull(handlers).handle(params.token(), context);
    }

    private Object block(Params params, CallContext context) {
        return Objects.requireNonNull(handlers).block(params.token(), context);
    }
}
