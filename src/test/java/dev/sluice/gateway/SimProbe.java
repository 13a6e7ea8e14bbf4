package dev.sluice.gateway;

import java.util.function.LongFunction;

/**
 * Runs single schedules for whoever loads the simulation anew, and speaks only in types of the JDK. Used by one thread.
 */
public final class SimProbe implements LongFunction<String> {
    private SimHouse house = new SimHouse();

    /** The promise that the schedule of a seed breaks, and how; empty if it breaks none. */
    @Override
    public String apply(long seed) {
        SimSilence silence = new SimSilence();
        try {
            Simulation.run(house, seed, new SimCoverage(), SimTrace.off());
            return "";
        } catch (RuntimeException | Error e) {
            house = new SimHouse(); // whatever broke may have left something there
            return String.valueOf(e.getMessage() == null ? e : e.getMessage());
        } finally {
            silence.end();
        }
    }
}
