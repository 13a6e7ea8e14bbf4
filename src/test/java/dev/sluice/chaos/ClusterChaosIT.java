package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The short form of {@link ClusterChaosMain}: one kill, for every run starts four processes. How soon calls of a lost worker are answered is judged in the long form alone:
 * it depends on what else the machine does.
 */
class ClusterChaosIT {
    @Test
    @Timeout(300)
    void losesNothingDoublesNothingAndTellsTheTruthWhenAWorkerIsKilled() throws Exception {
        List<ClusterTrial.Outcome> outcomes = ClusterChaosMain.run(Map.of(Blow.KILL, 1));

        assertThat(outcomes).hasSize(1).allSatisfy(outcome -> assertThat(
                        outcome.verdict().faults())
                .as(outcome.toString())
                .isEmpty());
        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.verdict().counts().answered()).isPositive());
    }
}
