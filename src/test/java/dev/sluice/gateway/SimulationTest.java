package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The short form of {@code make simulate}: whatever clients, network, kernel, handlers and clock do in whatever order, the
 * server keeps its promises. {@code -Dsluice.seed=N} begins with that seed.
 */
class SimulationTest {
    private static final int SCHEDULES = 5_000;
    private static final long FIRST = Long.getLong("sluice.seed", System.nanoTime());

    @Test
    void everyPromiseIsKeptInEverySchedule() throws InterruptedException {
        System.out.printf("%d schedules, -Dsluice.seed=%d%n", SCHEDULES, FIRST);
        SimCampaign campaign = new SimCampaign(FIRST, SCHEDULES);
        SimCoverage coverage = campaign.run(2, begun -> {});

        SimFailure failure = campaign.failure();
        assertThat(failure == null ? "" : failure.text()).isEmpty();
        assertThat(coverage.schedules()).isEqualTo(SCHEDULES);
    }

    @Test
    void aScheduleRunsAgainExactlyAsItRan() {
        for (long seed = FIRST; seed < FIRST + 20; seed++) {
            List<String> lines = trace(seed);
            assertThat(lines).hasSizeGreaterThan(20);
            assertThat(trace(seed)).isEqualTo(lines);
        }
    }

    /** A farewell that counted as stalled before it was said. */
    @ParameterizedTest
    @ValueSource(longs = 3012)
    void whatWasFoundOnceStaysAway(long seed) {
        assertThat(trace(seed)).isNotEmpty();
    }

    private static List<String> trace(long seed) {
        SimTrace trace = SimTrace.on();
        SimSilence silence = new SimSilence();
        try {
            Simulation.run(new SimHouse(), seed, new SimCoverage(), trace);
        } finally {
            silence.end();
        }
        return trace.lines();
    }
}
