package dev.sluice.chaos;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** For whoever lets a load run for a while before he strikes. */
final class Pause {
    /** With {@code -Dsluice.short=true} runs are as short as they can be and still find what depends on no time. */
    static final boolean SHORT = Boolean.getBoolean("sluice.short");

    static final int WARM_UP_MS = SHORT ? 2_000 : 8_000;

    private Pause() {}

    static void ms(long ms) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        for (long left = endNanos - System.nanoTime(); left > 0; left = endNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
