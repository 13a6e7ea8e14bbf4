package dev.sluice.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.BenchPlan;
import dev.sluice.bench.BenchResult;
import dev.sluice.bench.Tally;
import dev.sluice.bench.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a load leaves behind. */
class SampleTest {
    private static final Step STEP = new Step(1, Contender.SLUICE, Shape.SLOW_SHARE);
    private static final long MS = 1_000_000;

    private final Tally tally = new Tally(0, 2_000 * MS);

    @Test
    void figuresAreThoseOfTheFastCalls() {
        for (int i = 0; i < 100; i++) {
            tally.answered(MS, 0, MS, false, Wire.RESULT);
        }
        tally.answered(60 * MS, 0, 60 * MS, true, Wire.RESULT);
        Sample sample = sample();

        Sample.Figures figures = Objects.requireNonNull(sample.figures());
        assertThat(figures.perSecond()).isEqualTo(50);
        assertThat(figures.p99Millis()).isBetween(0.999, 1.001);
        assertThat(figures.peakMib()).isEqualTo(3);
        assertThat(sample.errors()).isEmpty();
    }

    @Test
    void errorsAreNamedByKind() {
        tally.answered(MS, 0, MS, false, Wire.RESULT);
        tally.answered(MS, 0, MS, false, 14);
        tally.answered(MS, 0, MS, false, 14);
        tally.answered(MS, 0, MS, false, Wire.NO_RESPONSE);
        tally.unanswered(5, false);
        tally.cut();

        assertThat(sample().errors())
                .containsExactlyInAnyOrder(
                        "2 answers with error 14", "1 wrong answers", "5 unanswered", "1 connections cut");
    }

    @Test
    void aLoadWithoutAnyResultIsAnError() {
        Sample sample = sample();

        assertThat(sample.figures()).isNull();
        assertThat(sample.errors()).containsExactly("no result");
    }

    private Sample sample() {
        BenchPlan plan = new BenchPlan(
                InetSocketAddress.createUnresolved("localhost", 1),
                1,
                1,
                0,
                Duration.ZERO,
                Duration.ofSeconds(2),
                0,
                1);
        return Sample.of(STEP, BenchResult.of(plan, List.of(tally)), 2.5, 3 << 20);
    }
}
