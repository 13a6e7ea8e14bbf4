package dev.sluice.server;

import dev.sluice.metrics.Ending;
import dev.sluice.metrics.NodeMeters;

/**
 * What became of every call since the process started; batch entries and notifications count one each. {@code received}
 * is the sum of the others.
 *
 * @param received calls read
 * @param answered with a result or an error
 * @param refused never started
 * @param unknown started, and answered without knowing their end
 * @param notifications that nobody waited for
 * @param abandonedByClient whose client had left
 * @param durationMs from the signal to the end of the drain
 */
public record Receipt(
        long received,
        long answered,
        long refused,
        long unknown,
        long notifications,
        long abandonedByClient,
        long durationMs) {
    /** Reads the counters. Calls that are still in flight count as unknown: nobody will learn their end. */
    static Receipt of(NodeMeters meters, long durationMs) {
        return new Receipt(
                meters.receivedCount(),
                meters.count(Ending.ANSWERED),
                meters.count(Ending.REFUSED),
                meters.count(Ending.UNKNOWN) + meters.inFlight(),
                meters.count(Ending.NOTIFICATION),
                meters.count(Ending.ABANDONED_BY_CLIENT),
                durationMs);
    }

    /** One line of JSON. */
    public String toJson() {
        return "{\"drain\":{\"received\":" + received + ",\"answered\":" + answered + ",\"refused\":" + refused
                + ",\"unknown\":" + unknown + ",\"notifications\":" + notifications + ",\"abandonedByClient\":"
                + abandonedByClient + ",\"durationMs\":" + durationMs + "}}";
    }
}
