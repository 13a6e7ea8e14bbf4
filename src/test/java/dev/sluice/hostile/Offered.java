package dev.sluice.hostile;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What came of the requests of one phase of a {@link Generator}. Confined to its thread. */
final class Offered {
    private static final int OVERLOADED = -32000;

    private final Histogram okNanos = new Histogram(3);
    private final Histogram refusalNanos = new Histogram(3);
    private final long startNanos;
    private final long endNanos;
    private long sent;
    private long unsent;
    private long okInTime;
    private long refused;
    private long refusedExecuted;
    private long failed;
    private String failure = "";
    private long missing;

    Offered(long startNanos, long endNanos) {
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    boolean isOn(long nowNanos) {
        return nowNanos - endNanos < 0;
    }

    void sent() {
        sent++;
    }

    /** A request was due and could not even be queued at the client. */
    void unsent() {
        unsent++;
    }

    /**
     * Counts an answer.
     *
     * @param dueNanos when its request was to be sent
     * @param writtenNanos when the kernel had its last byte
     */
    void answered(AnswerStream answer, long dueNanos, long writtenNanos, long nowNanos) {
        if (answer.isResult()) {
            okNanos.recordValue(nowNanos - dueNanos);
            okInTime += nowNanos - endNanos <= 0 ? 1 : 0;
        } else if (answer.code() == OVERLOADED) {
            refusalNanos.recordValue(Math.max(0, nowNanos - writtenNanos));
            refused++;
            refusedExecuted += answer.isNotExecuted() ? 0 : 1;
        } else {
            failed++;
            failure = answer.text();
        }
    }

    void missing(long requests) {
        missing = requests;
    }

    /** Results per second, counted until the end of the phase. */
    double goodput() {
        return okInTime * (double) TimeUnit.SECONDS.toNanos(1) / (endNanos - startNanos);
    }

    /** True if every request was answered, with a result or a refusal that says it was not executed. */
    boolean isTruthful() {
        return refusedExecuted == 0 && failed == 0 && missing == 0;
    }

    long refused() {
        return refused;
    }

    double okMillis(double percentile) {
        return okNanos.getValueAtPercentile(percentile) / 1e6;
    }

    double refusalMillis(double percentile) {
        return refusalNanos.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public String toString() {
        String text = "goodput %,.0f/s, sent %,d, refused %,d, results p50 %.2f ms p99 %.2f ms"
                .formatted(goodput(), sent, refused, okMillis(50), okMillis(99));
        if (refused > 0) {
            text += ", refusals p50 %.2f ms p99 %.2f ms".formatted(refusalMillis(50), refusalMillis(99));
        }
        if (!isTruthful() || unsent > 0) {
            text += ", not queued %,d, missing %,d, refused without executed \"no\" %,d, other errors %,d %s"
                    .formatted(unsent, missing, refusedExecuted, failed, failure);
        }
        return text;
    }
}
