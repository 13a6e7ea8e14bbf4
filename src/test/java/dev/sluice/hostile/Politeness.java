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
    private long complaints;
    private long unanswered;
    private final long beganNanos = System.nanoTime();
    private final TreeMap<Long, Long> complaintsByTime = new TreeMap<>();

    void asked() {
        asked++;
    }

    void answered(long nanos) {
        answered++;
        latencyNanos.recordValue(Math.max(0, nanos));
    }

    void complain(String what) {
        complaints++;
        complaintsByTime.merge(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos) / 10 * 10, 1L, Long::sum);
        if (shown.size() < SHOWN) {
            shown.add(what);
        }
    }

    void unanswered(int requests) {
        unanswered = requests;
    }

    /** True if every request got the answer it asked for. */
    boolean isPerfect() {
        return asked > 0 && answered == asked && complaints == 0;
    }

    double millisAt(double percentile) {
        return latencyNanos.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    @Override
    public String toString() {
        return "%,d asked, %,d answered, %,d unanswered, %,d complaints %s, p50 %.2f ms, p99 %.2f ms, max %.1f ms, complaints by time in s %s"
                .formatted(
                        asked,
                        answered,
                        unanswered,
                        complaints,
                        shown,
                        millisAt(50),
                        millisAt(99),
                        millisAt(100),
                        complaintsByTime);
    }
}
