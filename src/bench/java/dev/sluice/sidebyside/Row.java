package dev.sluice.sidebyside;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * One server at one shape, all rounds together.
 *
 * @param samples of each round, 1 or more
 */
record Row(Shape shape, Contender contender, List<Sample> samples) {
    Spread of(ToDoubleFunction<Sample.Figures> figure) {
        return Spread.of(samples.stream().mapToDouble(sample -> figure(sample, figure)));
    }

    private static double figure(Sample sample, ToDoubleFunction<Sample.Figures> figure) {
        Sample.Figures figures = sample.figures();
        return figures == null ? Double.NaN : figure.applyAsDouble(figures);
    }

    /**
     * A figure of this row divided by that of another, in each round that has both: what disturbs a round disturbs
     * both.
     */
    Spread ratio(Row other, ToDoubleFunction<Sample.Figures> figure) {
        return Spread.of(samples.stream().flatMapToDouble(sample -> other.samples.stream()
                .filter(its -> its.step().round() == sample.step().round())
                .flatMapToDouble(its -> DoubleStream.of(figure(sample, figure) / figure(its, figure)))));
    }

    /** What was not a result, in words, of all rounds. */
    List<String> errors() {
        return samples.stream()
                .flatMap(sample -> sample.errors().stream()
                        .map(error -> "round " + sample.step().round() + ": " + error))
                .toList();
    }
}
