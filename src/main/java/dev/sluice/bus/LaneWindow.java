package dev.sluice.bus;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many calls may lie with the instances of a lane unstarted. More than they start in {@value #TARGET_NANOS} ns would only
 * lengthen a queue in which nobody can be served before another; fewer than they start between two turns of the loop, when
 * those are longer, would leave them idle. Two bounds hold it there: what the calls are expected to take, and, where that is
 * wrong, a number that doubles whenever the instances ran out of calls, grows while calls lie briefly and shrinks when they
 * lie too long. Confined to the loop.
 *
 * <p>A call that was withdrawn takes no room among those, for it will hold nobody. It still lies with its instance until
 * that has passed it over, and of all calls that do there are never more than {@value #MOST_HELD} and one slice.
 *
 * <p>Instances start their calls in the order in which they got them, so only the first ones have to be looked at.
 */
final class LaneWindow {
    static final int LARGEST = 1_024;

    /** With so many calls unstarted or withdrawn an instance gets no more. */
    static final int MOST_HELD = 2 * LARGEST;

    private static final int SMALLEST = 4;
    private static final long TARGET_NANOS = 10_000_000;
    private static final long MOST_NANOS = 50_000_000;

    /** Calls that lie for less than this part of the target lie briefly. */
    private static final int BRIEF_PART = 4;

    record Slice(List<Call> calls, long givenNanos) {}

    /** Of an instance's first slice {@code startedOfFirst} calls are unstarted no more. */
    private final ArrayDeque<Slice>[] unstarted;

    private final int[] startedOfFirst;
    private int window;
    private int unstartedCount;
    private final long[] unstartedNanos;
    private final @Nullable Call[] lastStarted;
    private final int[] held;
    private long targetNanos = TARGET_NANOS;
    private long changedNanos;
    private long lastTurnNanos;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    LaneWindow(int instances) {
        unstarted = new ArrayDeque[instances];
        for (int i = 0; i < instances; i++) {
            unstarted[i] = new ArrayDeque<>();
        }
        startedOfFirst = new int[instances];
        unstartedNanos = new long[instances];
        lastStarted = new Call[instances];
        held = new int[instances];
        window = LARGEST * instances;
    }

    /** A turn of the loop: looks at what was started since the last one. */
    void turn(long nowNanos) {
        forgetStarted();
        targetNanos = Math.max(TARGET_NANOS, Math.min(MOST_NANOS, 2 * (nowNanos - lastTurnNanos)));
        lastTurnNanos = nowNanos;
        if (unstartedCount == 0) {
            resize(2 * window, nowNanos);
        } else if (nowNanos - changedNanos > targetNanos) {
            long liesNanos = nowNanos - oldestNanos(nowNanos);
            if (liesNanos > targetNanos) {
                resize(window - window / 4, nowNanos);
            } else if (liesNanos < targetNanos / BRIEF_PART) {
                resize(window + window / 4, nowNanos);
            }
        }
    }

    private void resize(int wanted, long nowNanos) {
        window = Math.max(SMALLEST * unstarted.length, Math.min(LARGEST * unstarted.length, wanted));
        changedNanos = nowNanos;
    }

    /** Since when the call lies there that was given first of those that were not started. */
    private long oldestNanos(long nowNanos) {
        long oldest = nowNanos;
        for (ArrayDeque<Slice> slices : unstarted) {
            Slice first = slices.peekFirst();
            if (first != null && first.givenNanos - oldest < 0) {
                oldest = first.givenNanos;
            }
        }
        return oldest;
    }

    /** How many more calls the lane may be given in this turn. */
    int room() {
        int places = 0;
        for (int i = 0; i < held.length; i++) {
            places += places(i);
        }
        return Math.max(0, Math.min(places, window - unstartedCount));
    }

    /** How many more calls may lie with an instance, whatever becomes of them. */
    int places(int instance) {
        return Math.max(0, MOST_HELD - held[instance]);
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

    /** Calls were given to an instance, in this turn. */
    void given(List<Call> calls, int instance) {
        unstarted[instance].addLast(new Slice(calls, lastTurnNanos));
        held[instance] += calls.size();
        unstartedCount += calls.size();
        for (Call call : calls) {
            unstartedNanos[instance] += call.expectedNanos();
        }
    }

    /** An instance has said of so many calls that it did not start them. */
    void passedOver(int instance, int calls) {
        held[instance] -= calls;
        assert held[instance] >= 0 : "more calls passed over than given to instance " + instance;
    }

    private void forgetStarted() {
        for (int i = 0; i < unstarted.length; i++) {
            Slice slice = unstarted[i].peekFirst();
            while (slice != null && forgetStarted(slice.calls, i)) {
                unstarted[i].removeFirst();
                startedOfFirst[i] = 0;
                slice = unstarted[i].peekFirst();
            }
        }
    }

    /** The same for an instance's first slice; true if no call of it is unstarted. */
    private boolean forgetStarted(List<Call> slice, int instance) {
        int before = startedOfFirst[instance];
        int at = before;
        while (at < slice.size() && slice.get(at).state() != Call.State.WAITING) {
            Call call = slice.get(at);
            unstartedCount--;
            held[instance] -= call.state() == Call.State.WITHDRAWN ? 0 : 1;
            unstartedNanos[instance] -= call.expectedNanos();
            at++;
        }
        if (at > before) {
            lastStarted[instance] = slice.get(at - 1);
            startedOfFirst[instance] = at;
        }
        return at == slice.size();
    }
}
