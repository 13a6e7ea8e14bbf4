package dev.sluice.gateway;

import java.util.Random;

/**
 * What everybody in one schedule shares.
 *
 * @param random decides everything
 * @param clock moves only when the schedule says so
 * @param promises checks
 * @param conditions under which the node runs
 * @param coverage counts what happened
 * @param trace says what happened
 */
record SimWorld(
        Random random,
        SimClock clock,
        Promises promises,
        SimConditions conditions,
        SimCoverage coverage,
        SimTrace trace) {

    void count(SimEvent event) {
        coverage.count(event);
    }
}
