package dev.sluice.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came of a load.
 *
 * @param plan what was asked for
 * @param fast latencies of the requests that were answered with a result, in nanoseconds: from when they were sent, or in
 *     an open loop from when they were to be sent
 * @param slow the same of the slow ones
 * @param errors how often which error code came
 * @param timeline results in each step of {@link Tally#STEP_NANOS}
 * @param misses what got no answer, and what should not have come
 * @param drain what came after the server was told to stop; null if it was not
 */
@SuppressWarnings("ArrayRecordComponent") // read by who shows it
public record BenchResult(
        BenchPlan plan,
        Histogram fast,
        Histogram slow,
        Map<Integer, Long> errors,
        long[] timeline,
        Misses misses,
        @Nullable Drain drain) {
    /**
     * The end of a server that was told to stop.
     *
     * @param after when it was told, since the first request
     * @param late answers after that
     * @param latest how long after it the last of them came
     */
    public record Drain(Duration after, long late, Duration latest) {}

    /**
     * What should not be there.
     *
     * @param lost requests in flight when their connection or the patience ended
     * @param unread the same, but the server had said that it has not executed them
     * @param unsent requests of an open loop whose turn did not come
     * @param strays answers to nothing that was asked
     * @param connectionsCut connections that the server has ended
     */
    public record Misses(long lost, long unread, long unsent, long strays, long connectionsCut) {
        private static Misses of(List<Tally> tallies) {
            return new Misses(
                    sum(tallies, Tally::lost),
                    sum(tallies, Tally::unread),
                    sum(tallies, Tally::unsent),
                    sum(tallies, Tally::strays),
                    sum(tallies, Tally::connectionsCut));
        }

        private static long sum(List<Tally> tallies, ToLongFunction<Tally> count) {
            return tallies.stream().mapToLong(count).sum();
        }
    }

    /** Adds up what the threads saw, one or more. */
    public static BenchResult of(BenchPlan plan, List<Tally> tallies) {
        Tally first = tallies.get(0);
        Histogram fast = first.fast().copy();
        Histogram slow = first.slow().copy();
        long[] timeline = first.timeline().clone();
        Map<Integer, Long> errors = new TreeMap<>(first.errors());
        for (Tally tally : tallies.subList(1, tallies.size())) {
            fast.add(tally.fast());
            slow.add(tally.slow());
            tally.errors().forEach((code, count) -> errors.merge(code, count, Long::sum));
            for (int i = 0; i < timeline.length; i++) {
                timeline[i] += tally.timeline()[i];
            }
        }
        return new BenchResult(plan, fast, slow, errors, timeline, Misses.of(tallies), null);
    }

    /** The same, of a server that was told to stop. */
    BenchResult signalledAt(long signalNanos, long startNanos, List<Tally> tallies) {
        long late = 0;
        long latestNanos = 0;
        for (Tally tally : tallies) {
            late += tally.late();
            latestNanos = Math.max(latestNanos, tally.late() > 0 ? tally.latestNanos() - signalNanos : 0);
        }
        Drain told = new Drain(Duration.ofNanos(signalNanos - startNanos), late, Duration.ofNanos(latestNanos));
        return new BenchResult(plan, fast, slow, errors, timeline, misses, told);
    }

    /** Results, fast and slow. */
    public long results() {
        return fast.getTotalCount() + slow.getTotalCount();
    }

    /** Answers that were errors. */
    public long errorAnswers() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Results in a second. */
    public double perSecond() {
        return results() * 1e9 / plan.duration().toNanos();
    }
}
