package dev.sluice.worker;

import dev.sluice.metrics.MethodMeter;
import dev.sluice.service.MethodOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A registered method: its code, the type of its params, and what its author said of it. Options are set while services
 * register, before any call; from then on only the count of running calls changes.
 */
final class Method implements MethodOptions {
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final String name;
    private final Handler handler;
    private final ParamsBinder binder;
    private final MethodMeter meter;
    private final AtomicInteger running = new AtomicInteger();

    private boolean idempotent;
    private @Nullable Duration timeout;
    private int maxInFlight = UNBOUNDED;
    private String description = "";

    Method(String name, Handler handler, ParamsBinder binder, MethodMeter meter) {
        this.name = name;
        this.handler = handler;
        this.binder = binder;
        this.meter = meter;
    }

    @Override
    public MethodOptions idempotent() {
        idempotent = true;
        return this;
    }

    @Override
    public MethodOptions timeout(Duration newTimeout) {
        if (newTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "timeout of method " + name + " is " + newTimeout + ", allowed: 1 ms or more");
        }
        timeout = newTimeout;
        return this;
    }

    @Override
    public MethodOptions maxInFlight(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException(
                    "maxInFlight of method " + name + " is " + calls + ", allowed: 1 or more");
        }
        maxInFlight = calls;
        return this;
    }

    @Override
    public MethodOptions description(String text) {
        description = text;
        return this;
    }

    /** Takes a place in the method's bulkhead, if it has one; false if that is full. */
    boolean enter() {
        if (maxInFlight == UNBOUNDED || running.incrementAndGet() <= maxInFlight) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    /** Gives the place back. */
    void leave() {
        if (maxInFlight != UNBOUNDED) { // a count that all workers write costs each of them
            running.decrementAndGet();
        }
    }

    String name() {
        return name;
    }

    Handler handler() {
        return handler;
    }

    ParamsBinder binder() {
        return binder;
    }

    MethodMeter meter() {
        return meter;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    int maxInFlight() {
        return maxInFlight;
    }

    boolean isIdempotent() {
        return idempotent;
    }

    String description() {
        return description;
    }
}
