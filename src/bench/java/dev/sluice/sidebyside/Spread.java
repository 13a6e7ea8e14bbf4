package dev.sluice.sidebyside;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** What rounds gave for one figure; all three are not a number if none gave any. */
public record Spread(double least, double median, double most) {
    /** Of the figures of some rounds, in any order; what is not a number is left out. */
    public static Spread of(DoubleStream figures) {
        double[] sorted = figures.filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int half = sorted.length / 2;
        double median = Arrays.stream(sorted, sorted.length - 1 - half, half + 1)
                .average()
                .orElseThrow();
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
}
