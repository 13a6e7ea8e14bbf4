package dev.sluice.sidebyside;

import dev.sluice.bench.BenchResult;
import dev.sluice.bench.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one load on one server gave in one round.
 *
 * @param figures null if there was no result at all
 * @param errors what was not a result, in words; empty if there was nothing else
 */
record Sample(Step step, @Nullable Figures figures, List<String> errors) {
    private static final double NANOS_OF_MILLI = 1e6;
    private static final double MEDIAN = 50;
    private static final double RARE = 99;

    /**
     * The figures, of the fast calls where there are slow ones.
     *
     * @param perSecond results a second
     * @param cpuMicros CPU time of the server for a result, in microseconds
     * @param peakMib the most resident memory that the server ever had, in MiB
     */
    record Figures(double perSecond, double p50Millis, double p99Millis, double cpuMicros, double peakMib) {}

    /** Of a load that ran to its end. */
    static Sample of(Step step, BenchResult result, double cpuMicros, long peakBytes) {
        if (result.fast().getTotalCount() == 0) {
            List<String> errors = new ArrayList<>(errors(result));
            errors.add("no result");
            return new Sample(step, null, errors);
        }
        Figures figures = new Figures(
                result.fast().getTotalCount() * 1e9 / result.plan().duration().toNanos(),
                result.fast().getValueAtPercentile(MEDIAN) / NANOS_OF_MILLI,
                result.fast().getValueAtPercentile(RARE) / NANOS_OF_MILLI,
                cpuMicros,
                peakBytes / (double) (1 << 20));
        return new Sample(step, figures, errors(result));
    }

    /** Of a load that could not be made. */
    static Sample failed(Step step, String reason) {
        return new Sample(step, null, List.of(reason));
    }

    private static List<String> errors(BenchResult result) {
        List<String> errors = new ArrayList<>();
        result.errors()
                .forEach((code, count) -> errors.add(
                        count + (code == Wire.NO_RESPONSE ? " wrong answers" : " answers with error " + code)));
        BenchResult.Misses misses = result.misses();
        add(errors, misses.lost(), " unanswered");
        add(errors, misses.unread(), " not executed");
        add(errors, misses.unsent(), " not sent in time");
        add(errors, misses.strays(), " answered twice or unasked");
        add(errors, misses.connectionsCut(), " connections cut");
        return errors;
    }

    private static void add(List<String> errors, long count, String what) {
        if (count > 0) {
            errors.add(count + what);
        }
    }
}
