package dev.sluice.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Medians. */
class SpreadTest {
    @Test
    void theMedianOfOddManyIsTheMiddleOne() {
        assertThat(Spread.of(DoubleStream.of(9, 1, 4))).isEqualTo(new Spread(1, 4, 9));
        assertThat(Spread.of(DoubleStream.of(7))).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void theMedianOfEvenManyIsHalfWayBetweenTheMiddleOnes() {
        assertThat(Spread.of(DoubleStream.of(10, 1, 4, 2))).isEqualTo(new Spread(1, 3, 10));
    }

    @Test
    void whatIsNoNumberIsLeftOut() {
        assertThat(Spread.of(DoubleStream.of(Double.NaN, 3, Double.POSITIVE_INFINITY, 1)))
                .isEqualTo(new Spread(1, 2, 3));
        assertThat(Spread.of(DoubleStream.of(Double.NaN)).median()).isNaN();
        assertThat(Spread.of(DoubleStream.empty()).least()).isNaN();
    }
}
