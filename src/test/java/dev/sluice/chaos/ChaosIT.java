package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short form of {@link ChaosMain}; {@code -Dsluice.seed=N} chooses the first run. */
class ChaosIT {
    private static final int DRAINS = 10;
    private static final int KILLS = 2;
    private static final int CUTS = 1;

    @Test
    void losesNothingDoublesNothingAndTellsTheTruthWhenItIsStoppedAtTheWorstMoment() throws Exception {
        Tally tally = ChaosMain.run(DRAINS, CUTS, KILLS);

        System.out.print(tally.table());
        assertThat(tally.outcomes()).hasSize(DRAINS + CUTS + KILLS).allSatisfy(outcome -> assertThat(
                        outcome.verdict().faults())
                .as(outcome.toString())
                .isEmpty());
        long answered = tally.outcomes().stream()
                .mapToLong(outcome -> outcome.verdict().counts().answered())
                .sum();
        assertThat(answered).as("answers, of those killed early none").isPositive();
    }
}
