package dev.sluice.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/**
 * What load to make.
 *
 * @param server where to connect
 * @param connections how many, 1 or more
 * @param depth the most requests in flight on each, 1 or more
 * @param rate requests a second of all connections together, sent whether or not answers come (an open loop);
 *     0 for as many as come back (a closed loop)
 * @param warmup time before anything is counted
 * @param duration time in which it is
 * @param slowShare the share of the requests that are slow ones, 0 to 1
 * @param threads of the generator; each has its share of the connections
 */
public record BenchPlan(
        InetSocketAddress server,
        int connections,
        int depth,
        double rate,
        Duration warmup,
        Duration duration,
        double slowShare,
        int threads) {
    /** True if requests are sent at their time, whether or not answers come. */
    public boolean isOpen() {
        return rate > 0;
    }

    /** In a line for people. */
    public String describe() {
        String load = isOpen()
                ? String.format(
                        Locale.ROOT,
                        "%,.0f requests/s on %d connections, at most %d in flight on each",
                        rate,
                        connections,
                        depth)
                : connections + (connections == 1 ? " connection" : " connections") + " x " + depth + " in flight";
        return load + ", " + seconds(duration) + " after " + seconds(warmup) + " of warm-up";
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }
}
