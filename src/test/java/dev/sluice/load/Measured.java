package dev.sluice.load;

import dev.sluice.bench.BenchResult;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What one window gave.
 *
 * @param perSecond calls that were answered with a result
 * @param p50Ms half of them took this long at most
 * @param p99Ms 99 % of them did
 * @param failures calls that were answered with an error or not at all
 */
record Measured(double perSecond, double p50Ms, double p99Ms, long failures) {
    private static final double NANOS_OF_MS = TimeUnit.MILLISECONDS.toNanos(1);

    static Measured of(BenchResult result) {
        BenchResult.Misses misses = result.misses();
        long failures = result.errorAnswers() + misses.lost() + misses.unsent() + misses.strays();
        return of(result.fast(), result.perSecond(), failures);
    }

    /** Takes latencies in nanoseconds. */
    static Measured of(Histogram latencies, double perSecond, long failures) {
        return new Measured(
                perSecond,
                latencies.getValueAtPercentile(50) / NANOS_OF_MS,
                latencies.getValueAtPercentile(99) / NANOS_OF_MS,
                failures);
    }

    /** Reads what {@link #line()} wrote. */
    static Measured parse(String line) {
        String[] words = line.split(" ", -1);
        return new Measured(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Long.parseLong(words[3]));
    }

    /** For another process. */
    String line() {
        return perSecond + " " + p50Ms + " " + p99Ms + " " + failures;
    }
}
