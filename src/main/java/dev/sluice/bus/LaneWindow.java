package dev.sluice.bus;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * How many calls may lie with the instances of a lane unstarted. More than they start in {@value #TARGET_NANOS} ns would only
 * lengthen a queue in which nobody can be served before another; fewer than they start between two turns of the loop, when
 * those are longer, would leave them idle. Two bounds hold it there: what the calls are expected to take, and, where that is
 * wrong, a number that doubles whenever the instances ran out of calls and shrinks when calls lie too long. Confined to the loop.
 *
 * <p>Instances start their calls in the order in which they got them, so only the first ones have to be looked at.
 */
final class LaneWindow {
    static final int LARGEST = 1_024;

    private static final int SMALLEST = 4;
    private static final long TARGET_NANOS = 10_000_000;
    private static final long MOST_NANOS = 50_000_000;

    private final ArrayDeque<Call>[] unstarted;
    private int window;
    private int unstartedCount;
    private final long[] unstartedNanos;
    private final @Nullable Call[] lastStarted;
    private long targetNanos = TARGET_NANOS;
    private long fullSinceNanos;
    private long lastTurnNanos;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    LaneWindow(int instances) {
        unstarted = new ArrayDeque[instances];
        for (int i = 0; i < instances; i++) {
            unstarted[i] = new ArrayDeque<>();
        }
        unstartedNanos = new long[instances];
        lastStarted = new Call[instances];
        window = LARGEST * instances;
    }

    /** A turn of the loop: looks at what was started since the last one. */
    void turn(long nowNanos) {
        forgetStarted();
        targetNanos = Math.max(TARGET_NANOS, Math.min(MOST_NANOS, 2 * (nowNanos - lastTurnNanos)));
        lastTurnNanos = nowNanos;
        if (unstartedCount == 0) {
            window = Math.min(LARGEST * unstarted.length, 2 * window);
            fullSinceNanos = nowNanos;
        } else if (nowNanos - fullSinceNanos > targetNanos) {
            // what lies there now did so for that long, and is more than was started meanwhile
            window = Math.max(SMALLEST * unstarted.length, window - window / 4);
            fullSinceNanos = nowNanos;
        }
    }

    /** How many more calls the lane may be given in this turn. */
    int room() {
        return Math.max(0, window - unstartedCount);
    }

    /** How long the calls that an instance may be given in this turn are expected to take. */
    long roomNanos(int instance) {
        return Math.max(0, targetNanos - unstartedNanos[instance]);
    }

    /** The same for all instances together. */
    long roomNanos() {
        long nanos = 0;
        for (int i = 0; i < unstarted.length; i++) {
            nanos += roomNanos(i);
        }
        return nanos;
    }

    /** True if what an instance has is expected to keep it for longer than calls should wait. */
    boolean isBusy(int instance) {
        Call last = lastStarted[instance];
        boolean runs = last != null && last.isRunning();
        return unstartedNanos[instance] + (runs ? last.expectedNanos() : 0) >= targetNanos;
    }

    /** A call was given to an instance. */
    void given(Call call, int instance) {
        unstarted[instance].addLast(call);
        unstartedCount++;
        unstartedNanos[instance] += call.expectedNanos();
    }

    private void forgetStarted() {
        for (int i = 0; i < unstarted.length; i++) {
            ArrayDeque<Call> calls = unstarted[i];
            for (Call call = calls.peekFirst();
                    call != null && call.state() != Call.State.WAITING;
                    call = calls.peekFirst()) {
                calls.removeFirst();
                unstartedCount--;
                unstartedNanos[i] -= call.expectedNanos();
                lastStarted[i] = call;
            }
        }
    }
}
