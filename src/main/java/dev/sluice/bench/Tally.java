package dev.sluice.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What one thread of a generator saw: latencies, errors, and how many results came in each tenth of a second. For that
 * thread, until it has ended.
 */
public final class Tally {
    /** The width of a step of the timeline. */
    public static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LEAST_NANOS = 100;
    private static final long MOST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private final long fromNanos;
    private final long untilNanos;
    private final Histogram fast = new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);
    private final Histogram slow = new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);
    private final Map<Integer, Long> errors = new TreeMap<>();
    private final long[] timeline;
    private volatile boolean signalled;
    private long results;
    private long late;
    private long latestNanos;
    private long strays;
    private long lost;
    private long unread;
    private long unsent;
    private int cut;

    /**
     * @param fromNanos when to begin to count, on the clock of {@link System#nanoTime()}
     * @param untilNanos when to stop
     */
    public Tally(long fromNanos, long untilNanos) {
        this.fromNanos = fromNanos;
        this.untilNanos = untilNanos;
        this.timeline = new long[(int) ((untilNanos - fromNanos + STEP_NANOS - 1) / STEP_NANOS)];
    }

    /**
     * An answer has come.
     *
     * @param countedNanos the moment that has to lie in the time that counts: when it came, or in an open loop when it was
     *     to be sent
     * @param sinceNanos when it was sent, or was to be sent
     * @param nowNanos when it came
     * @param code {@link Wire#RESULT} or of the error
     */
    public void answered(long countedNanos, long sinceNanos, long nowNanos, boolean isSlow, int code) {
        if (signalled) {
            late++;
            latestNanos = nowNanos;
        }
        if (code == Wire.RESULT) {
            results++;
        }
        if (countedNanos - fromNanos < 0 || countedNanos - untilNanos >= 0) {
            return;
        }
        if (code != Wire.RESULT) {
            errors.merge(code, 1L, Long::sum);
            return;
        }
        (isSlow ? slow : fast).recordValue(Math.max(0, Math.min(MOST_NANOS, nowNanos - sinceNanos)));
        int step = (int) ((nowNanos - fromNanos) / STEP_NANOS);
        if (step < timeline.length) {
            timeline[step]++;
        }
    }

    /** The server was told to stop. For any thread. */
    public void signalled() {
        signalled = true;
    }

    /** True if the server was told to stop. */
    boolean isSignalled() {
        return signalled;
    }

    /** An answer to nothing that was asked, or the second one to the same. */
    public void stray() {
        strays++;
    }

    /**
     * A connection has ended with requests in flight.
     *
     * @param saidGoodbye whether the server had said that it has not executed them
     */
    public void unanswered(int requests, boolean saidGoodbye) {
        if (saidGoodbye) {
            unread += requests;
        } else {
            lost += requests;
        }
    }

    /** The server has ended a connection. */
    public void cut() {
        cut++;
    }

    /** Requests whose time came, but not their turn: all places of all connections were taken. */
    public void unsent(long requests) {
        unsent += requests;
    }

    /** All results so far, counted or not. */
    long results() {
        return results;
    }

    /** Answers since the server was told to stop. */
    long late() {
        return late;
    }

    /** When the last of them came. */
    long latestNanos() {
        return latestNanos;
    }

    Histogram fast() {
        return fast;
    }

    Histogram slow() {
        return slow;
    }

    /** How often which error code came. */
    Map<Integer, Long> errors() {
        return errors;
    }

    /** Results in each step. */
    long[] timeline() {
        return timeline;
    }

    long strays() {
        return strays;
    }

    long lost() {
        return lost;
    }

    long unread() {
        return unread;
    }

    long unsent() {
        return unsent;
    }

    int connectionsCut() {
        return cut;
    }
}
