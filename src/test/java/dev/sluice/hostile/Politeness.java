package dev.sluice.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a {@link PoliteClient} saw. Written by its thread; read when that has ended. */
final class Politeness {
    private static final int SHOWN = 3;

    private final Histogram latencyNanos = new Histogram(3);
    private final List<String> shown = new ArrayList<>();
    private long asked;
    private long answered;
    private long refused;
    private long complaints;
    private long unanswered;
    private final long beganNanos = System.nanoTime();
    private final TreeMap<Long, Long> refusedByTime = new TreeMap<>();

    void asked() {
        asked++;
    }

    void answered(long nanos) {
        answered++;
        latencyNanos.recordValue(Math.max(0, nanos));
    }

    void refused() {
        refused++;
        refusedByTime.merge(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos) / 10 * 10, 1L, Long::sum);
    }

    void complain(String what) {
        complaints++;
        if (shown.size() < SHOWN) {
            shown.add(what);
        }
    }

    void unanswered(int requests) {
        unanswered = requests;
    }

    /** True if every request got the answer it asked for, at once. */
    boolean isPerfect() {
        return isServed() && refused == 0;
    }

    /** True if every request got the answer it asked for, though some may have been asked more than once. */
    boolean isServed() {
        return asked > 0 && answered == asked && complaints == 0;
    }

    double millisAt(double percentile) {
        return latencyNanos.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    @Override
    public String toString() {
        return "%,d asked, %,d answered, %,d unanswered, %,d complaints %s, p50 %.2f ms, p99 %.2f ms, max %.1f ms, %,d refusals %s"
                .formatted(
                        asked,
                        answered,
                        unanswered,
                        complaints,
                        shown,
                        millisAt(50),
                        millisAt(99),
                        millisAt(100),
                        refused,
                        refusedByTime);
    }
}
