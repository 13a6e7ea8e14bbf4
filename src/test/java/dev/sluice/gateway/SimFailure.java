package dev.sluice.gateway;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A schedule that failed.
 *
 * @param seed runs it again
 * @param cause what was found first
 * @param trace what happened until then, line by line
 */
record SimFailure(long seed, Throwable cause, List<String> trace) {
    /** Runs a schedule that failed again, alone, and writes down what happens. */
    static SimFailure of(long seed, Throwable cause) {
        SimTrace trace = SimTrace.on();
        try {
            Simulation.run(new SimHouse(), seed, new SimCoverage(), trace);
            trace.line("alone it did not fail: a schedule before it on the same thread has left something behind");
            return new SimFailure(seed, cause, trace.lines());
        } catch (RuntimeException | Error again) {
            return new SimFailure(seed, again, trace.lines());
        }
    }

    /** A schedule that does not come to an end. */
    static SimFailure ofEndless(long seed, StackTraceElement[] at) {
        String where = Arrays.stream(at).map(String::valueOf).collect(Collectors.joining("\n    "));
        return new SimFailure(seed, new BrokenPromise("P6", "the schedule does not end, at " + where), List.of());
    }

    /** P1 to P6 or the class whose invariant is broken; for anything else its kind. */
    String promise() {
        return cause instanceof BrokenPromise broken
                ? broken.promise()
                : cause.getClass().getSimpleName();
    }

    /** Everything, for people. */
    String text() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        trace.forEach(out::println);
        cause.printStackTrace(out);
        out.println("seed " + seed + " breaks " + promise() + "; -Dsluice.seed=" + seed + " runs it again");
        return text.toString();
    }
}
