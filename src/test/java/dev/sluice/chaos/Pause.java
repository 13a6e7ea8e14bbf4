package dev.sluice.chaos;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** For whoever lets a load run for a while before he strikes. */
final class Pause {
    private Pause() {}

    static void ms(long ms) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        for (long left = endNanos - System.nanoTime(); left > 0; left = endNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
