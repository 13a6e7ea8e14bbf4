package dev.sluice.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What all rounds gave: a row for each server at each shape, in the order of the plan. Immutable. */
final class Comparison {
    private final Plan plan;
    private final List<Row> rows = new ArrayList<>();

    Comparison(Plan plan, List<Sample> samples) {
        this.plan = plan;
        for (Shape shape : plan.shapes()) {
            for (Contender contender : plan.contenders()) {
                List<Sample> ofRow = samples.stream()
                        .filter(sample ->
                                sample.step().shape() == shape && sample.step().contender() == contender)
                        .toList();
                if (!ofRow.isEmpty()) {
                    rows.add(new Row(shape, contender, ofRow));
                }
            }
        }
    }

    Plan plan() {
        return plan;
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** True if every answer of every round was a result. */
    boolean isClean() {
        return rows.stream().allMatch(row -> row.errors().isEmpty());
    }

    /**
     * Requests a second of a row by those of another server at the same shape.
     *
     * @return empty where there is nothing to compare: the other did not run, or the rate was given
     */
    Optional<Spread> throughputRatio(Row row, Contender other) {
        if (row.shape().isOpen()) {
            return Optional.empty();
        }
        return find(other, row.shape())
                .map(its -> row.ratio(its, Sample.Figures::perSecond))
                .filter(ratio -> Double.isFinite(ratio.median()));
    }

    /** What the rows do not say by themselves, a sentence each. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        both(Contender.SLUICE, Shape.SLOW_SHARE, Contender.SLUICE, Shape.PIPELINED)
                .ifPresent(pair -> findings.add(String.format(
                        Locale.ROOT,
                        "With 1 %% of calls that take 50 ms, sluice answers %.2f times as many fast calls a second as"
                                + " without them, with %.2f times the p99.",
                        pair.throughput(),
                        pair.p99())));
        both(Contender.SLUICE, Shape.HALF_RATE, Contender.GRPC, Shape.HALF_RATE)
                .ifPresent(pair -> findings.add(String.format(
                        Locale.ROOT,
                        "In an open loop at half the rate that grpc reached at 64x1, the p99 of sluice is %.2f times"
                                + " that of grpc.",
                        pair.p99())));
        return findings;
    }

    private record Pair(double throughput, double p99) {}

    private Optional<Pair> both(Contender one, Shape shape, Contender other, Shape otherShape) {
        Optional<Row> first = find(one, shape);
        Optional<Row> second = find(other, otherShape);
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        double throughput =
                first.get().ratio(second.get(), Sample.Figures::perSecond).median();
        double p99 = first.get().ratio(second.get(), Sample.Figures::p99Millis).median();
        return Double.isFinite(throughput) ? Optional.of(new Pair(throughput, p99)) : Optional.empty();
    }

    private Optional<Row> find(Contender contender, Shape shape) {
        return rows.stream()
                .filter(row -> row.contender() == contender && row.shape() == shape)
                .findFirst();
    }
}
