package dev.sluice.bus;

import dev.sluice.metrics.MethodMeter;

/**
 * Where the calls of one method go.
 *
 * @param lane whose instances take them
 * @param timeoutNanos how long a caller waits at most
 * @param meter counts them
 */
public record Target(Lane lane, long timeoutNanos, MethodMeter meter) {}
