package dev.sluice.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sidebyside.Sample.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of the samples of all rounds: ratios, the table, JSON and the page. */
class ComparisonTest {
    private static final List<Contender> CONTENDERS = List.of(Contender.CEILING, Contender.SLUICE, Contender.GRPC);

    private final List<Sample> samples = new ArrayList<>();

    @Test
    void ratiosAreTakenWithinARound() {
        add(1, Contender.CEILING, Shape.PIPELINED, 1_000, 1);
        add(1, Contender.SLUICE, Shape.PIPELINED, 500, 1);
        add(2, Contender.CEILING, Shape.PIPELINED, 100, 1);
        add(2, Contender.SLUICE, Shape.PIPELINED, 40, 1);
        add(3, Contender.CEILING, Shape.PIPELINED, 2_000, 1);
        add(3, Contender.SLUICE, Shape.PIPELINED, 900, 1);
        Comparison comparison = compare(Shape.PIPELINED);

        Row sluice = comparison.rows().get(1);
        assertThat(comparison.throughputRatio(sluice, Contender.CEILING)).contains(new Spread(0.4, 0.45, 0.5));
        assertThat(comparison.throughputRatio(sluice, Contender.GRPC)).isEmpty();
    }

    @Test
    void aRoundThatOnlyOneOfThemHasIsNotCompared() {
        add(1, Contender.CEILING, Shape.PIPELINED, 100, 1);
        add(2, Contender.CEILING, Shape.PIPELINED, 100, 1);
        add(1, Contender.SLUICE, Shape.PIPELINED, 50, 1);
        fail(2, Contender.SLUICE, "did not start");
        Comparison comparison = compare(Shape.PIPELINED);

        assertThat(comparison.throughputRatio(comparison.rows().get(1), Contender.CEILING))
                .contains(new Spread(0.5, 0.5, 0.5));
    }

    @Test
    void slowCallsAreComparedWithTheRunWithoutThemAndTheOpenLoopWithGrpc() {
        add(1, Contender.SLUICE, Shape.PIPELINED, 100, 2);
        add(1, Contender.SLUICE, Shape.SLOW_SHARE, 95, 3);
        add(1, Contender.SLUICE, Shape.HALF_RATE, 10, 0.2);
        add(1, Contender.GRPC, Shape.HALF_RATE, 10, 0.8);
        Comparison comparison = compare(Shape.PIPELINED, Shape.SLOW_SHARE, Shape.HALF_RATE);

        assertThat(comparison.findings()).hasSize(2);
        assertThat(comparison.findings().get(0)).contains("0.95 times", "1.50 times the p99");
        assertThat(comparison.findings().get(1)).contains("p99 of sluice is 0.25 times");
        Row open = comparison.rows().get(2);
        assertThat(open.shape()).isEqualTo(Shape.HALF_RATE);
        assertThat(comparison.throughputRatio(open, Contender.GRPC)).isEmpty();
    }

    @Test
    void theTableHasMediansSpreadsAndRatiosAndIsMarkdown() {
        add(1, Contender.CEILING, Shape.PIPELINED, 1_800_000, 0.5);
        add(1, Contender.SLUICE, Shape.PIPELINED, 900_000, 1.25);
        add(2, Contender.CEILING, Shape.PIPELINED, 1_800_000, 0.5);
        add(2, Contender.SLUICE, Shape.PIPELINED, 720_000, 1.25);

        List<String> lines =
                ComparisonTable.of(compare(Shape.PIPELINED)).lines().toList();
        assertThat(lines.get(0)).startsWith("| shape | server  | requests/s |");
        assertThat(lines.get(1)).startsWith("| ----- | ------- | ---------: |");
        assertThat(lines.subList(0, 4))
                .allSatisfy(line -> assertThat(line).hasSize(lines.get(0).length()));
        assertThat(lines.get(3).replaceAll(" +", " "))
                .isEqualTo(
                        "| 64x16 | sluice | 810,000 | 720,000 to 900,000 | 0.250 | 1.250 | 2.50 | 128 | 0.45 | - | none |");
    }

    @Test
    void errorsAreSaidPlainly() {
        add(1, Contender.SLUICE, Shape.PIPELINED, 100, 1);
        fail(1, Contender.GRPC, "3 answers with error 14");
        Comparison comparison = compare(Shape.PIPELINED);

        assertThat(comparison.isClean()).isFalse();
        assertThat(ComparisonTable.of(comparison))
                .contains("| ERRORS |", "ERRORS of grpc at 64x16, round 1: 3 answers with error 14");
    }

    @Test
    void jsonHasEveryRoundAndNullForWhatThereIsNot() {
        add(1, Contender.CEILING, Shape.PIPELINED, 200, 1);
        add(1, Contender.SLUICE, Shape.PIPELINED, 100, 1);
        fail(2, Contender.SLUICE, "did not start");
        JsonNode json = ComparisonJson.of(compare(Shape.PIPELINED));

        assertThat(json.path("clean").asBoolean()).isFalse();
        JsonNode sluice = json.at("/rows/1");
        assertThat(sluice.at("/perSecond/median").asDouble()).isEqualTo(100);
        assertThat(sluice.at("/ofCeiling/median").asDouble()).isEqualTo(0.5);
        assertThat(sluice.path("ofGrpc").isNull()).isTrue();
        assertThat(sluice.at("/rounds/0/cpuMicros").asDouble()).isEqualTo(2.5);
        assertThat(sluice.at("/rounds/1").isNull()).isTrue();
        assertThat(sluice.at("/errors/0").asText()).isEqualTo("round 2: did not start");
    }

    @Test
    void thePageNeedsNothingElse() {
        add(1, Contender.SLUICE, Shape.PIPELINED, 100, 1);

        assertThat(ComparisonPage.of(compare(Shape.PIPELINED)))
                .contains("uPlot", "| 64x16 | sluice |")
                .doesNotContain("src=", "href=", "@DATA@", "@TABLE@", "@UPLOT");
    }

    private Comparison compare(Shape... shapes) {
        Plan plan = new Plan(3, Duration.ofSeconds(10), Duration.ofSeconds(4), CONTENDERS, List.of(shapes));
        return new Comparison(plan, samples);
    }

    private void add(int round, Contender contender, Shape shape, double perSecond, double p99Millis) {
        Figures figures = new Figures(perSecond, 0.25, p99Millis, 2.5, 128);
        samples.add(new Sample(new Step(round, contender, shape), figures, List.of()));
    }

    private void fail(int round, Contender contender, String reason) {
        samples.add(Sample.failed(new Step(round, contender, Shape.PIPELINED), reason));
    }
}
