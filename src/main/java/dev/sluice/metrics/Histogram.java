package dev.sluice.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How often something took how long, in buckets that never change. For any thread; recording is two increments. */
public final class Histogram {
    /** The upper bounds of the buckets in nanoseconds, 100 us to 60 s; above the last there is one more bucket. */
    private static final long[] BOUNDS_NANOS = {
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L,
        30_000_000_000L,
        60_000_000_000L
    };

    private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length + 1];
    private final LongAdder sumNanos = new LongAdder();

    Histogram() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** Counts one that took so long; less than nothing counts as nothing. */
    public void record(long nanos) {
        long took = Math.max(0, nanos);
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && took > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sumNanos.add(took);
    }

    /** How many were counted. */
    public long count() {
        long count = 0;
        for (LongAdder bucket : counts) {
            count += bucket.sum();
        }
        return count;
    }

    /** All of them together, in nanoseconds. */
    public long sumNanos() {
        return sumNanos.sum();
    }

    /** The number of buckets, the open one included. */
    int buckets() {
        return counts.length;
    }

    /** What the bucket holds at most, in nanoseconds; {@link Long#MAX_VALUE} for the open one. */
    long boundNanos(int bucket) {
        return bucket < BOUNDS_NANOS.length ? BOUNDS_NANOS[bucket] : Long.MAX_VALUE;
    }

    /** How many fell into this bucket alone. */
    long count(int bucket) {
        return counts[bucket].sum();
    }
}
