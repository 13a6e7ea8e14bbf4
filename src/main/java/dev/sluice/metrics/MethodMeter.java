package dev.sluice.metrics;

import java.util.concurrent.atomic.LongAdder;

/** Counts of one registered method, or of all unregistered names together. For any thread. */
public final class MethodMeter {
    /** The label of names that are not registered. */
    public static final String OTHER = "other";

    private final String method;
    private final EnumCounters<Outcome> outcomes = new EnumCounters<>(Outcome.class);
    private final Histogram durations = new Histogram();
    private final LongAdder abandoned = new LongAdder();
    private final LongAdder slowHandlers = new LongAdder();

    MethodMeter(String method) {
        this.method = method;
    }

    /** The registered name. */
    public String method() {
        return method;
    }

    /** Counts an ended call. */
    public void ended(Outcome outcome) {
        outcomes.increment(outcome);
    }

    /** How long calls took from the complete frame to the answer; those that were refused at once do not count. */
    public Histogram durations() {
        return durations;
    }

    /** Calls that ended so. */
    public long count(Outcome outcome) {
        return outcomes.count(outcome);
    }

    /** A handler that did not end in time after its deadline. */
    public void abandoned() {
        abandoned.increment();
    }

    /** A handler counted as abandoned ended after all. */
    public void abandonedEnded() {
        abandoned.decrement();
    }

    /** Handlers that are abandoned now. */
    public long abandonedNow() {
        return abandoned.sum();
    }

    /** An asynchronous handler that held its worker for too long. */
    public void slowHandler() {
        slowHandlers.increment();
    }

    /** Asynchronous handlers that held their worker for too long. */
    public long slowHandlers() {
        return slowHandlers.sum();
    }
}
