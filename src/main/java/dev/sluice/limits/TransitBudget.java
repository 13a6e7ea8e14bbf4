package dev.sluice.limits;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Large results between the worker that writes them and the gateway that queues them. For any thread. A gateway takes
 * replies without waiting for any client, so a worker that waits here waits for an event loop only.
 *
 * <p>Invariant: results above {@value #SMALL_BYTES} bytes are written only as far as they were reserved.
 */
public final class TransitBudget {
    /** Results up to this size are not counted: calls in flight bound their number. */
    public static final int SMALL_BYTES = 16 * 1024;

    /** The units of the semaphore, so that an int counts any heap. */
    private static final int UNIT_BYTES = 1024;

    private static final long MAX_WAIT_NANOS = 20_000_000;

    /** Who waits sparingly does so for one part of the time in so many. */
    private static final int SPARING_PARTS = 10;

    private final int units;
    private final Semaphore free;

    /** From when on threads that wait sparingly may do so, on the clock of {@link System#nanoTime()}. */
    private volatile long nextWaitNanos = System.nanoTime();

    /**
     * @param limitBytes room for one largest result at least
     */
    public TransitBudget(long limitBytes) {
        this.units = unitsOf(limitBytes);
        this.free = new Semaphore(units);
    }

    /**
     * Takes bytes. Waits a moment if there are none left and the calling thread may wait; never on an event loop.
     *
     * @return what was taken: {@link #sizeOf} the bytes; 0 if there is no room
     */
    public long reserve(long bytes, Waiting mayWait) {
        int wanted = unitsOf(bytes);
        return free.tryAcquire(wanted) || waitFor(wanted, mayWait) ? sizeOf(bytes) : 0;
    }

    /** What {@link #reserve} takes for so many bytes: whole units. */
    public static long sizeOf(long bytes) {
        return (long) unitsOf(bytes) * UNIT_BYTES;
    }

    /** Gives back what was taken, together or in the parts in which it was taken. */
    public void release(long bytes) {
        free.release(unitsOf(bytes));
    }

    private boolean waitFor(int wanted, Waiting mayWait) {
        long beganNanos = System.nanoTime();
        if (mayWait == Waiting.NO || (mayWait == Waiting.SPARINGLY && beganNanos - nextWaitNanos < 0)) {
            return false;
        }
        try {
            return free.tryAcquire(wanted, MAX_WAIT_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            if (mayWait == Waiting.SPARINGLY) {
                long endedNanos = System.nanoTime();
                nextWaitNanos = endedNanos + (SPARING_PARTS - 1) * (endedNanos - beganNanos);
            }
        }
    }

    /** Bytes taken now. */
    public long usedBytes() {
        return (long) (units - free.availablePermits()) * UNIT_BYTES;
    }

    /** The configured number of bytes. */
    public long limitBytes() {
        return (long) units * UNIT_BYTES;
    }

    /** Whether a thread may wait for room. */
    public enum Waiting {
        /** It serves nobody else meanwhile. */
        YES,
        /** Others' calls stand behind its own. */
        SPARINGLY,
        NO
    }

    private static int unitsOf(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
    }
}
