package dev.sluice.hostile;

import io.netty.util.concurrent.EventExecutor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures one event loop from inside: a task, queued every millisecond from outside, reads the thread's CPU time. Tasks
 * run in the order in which they were queued, so what passed between two runs bounds from above every single task that was
 * queued between them: it is the tasks of a millisecond, and what was read from all sockets if that came between.
 *
 * <p>{@link #tick} belongs to the probe's thread, {@link #run} to the loop; {@link #take} is for any thread.
 */
final class LoopMeter implements Runnable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MOST_QUEUED = 10_000;

    private final EventExecutor loop;
    private final AtomicInteger queued = new AtomicInteger();
    private final long startNanos = System.nanoTime();
    private long lastNanos;
    private long lastCpuNanos;
    private Maxima maxima = Maxima.NONE;
    private volatile boolean taken;
    private volatile Maxima published = Maxima.NONE;

    /**
     * The longest intervals between two runs on a loop since they were last asked for.
     *
     * @param cpuMicros most CPU time
     * @param cpuAtMs when that was, from the start of the probe
     * @param wallMicros most time by the clock, pauses of the loop included
     * @param wallAtMs when that was
     * @param intervals how many there were
     */
    public record Maxima(String loop, long cpuMicros, long cpuAtMs, long wallMicros, long wallAtMs, long intervals) {
        static final Maxima NONE = new Maxima("", 0, 0, 0, 0, 0);

        Maxima with(long nextCpuMicros, long nextWallMicros, long atMs) {
            boolean cpu = nextCpuMicros > cpuMicros;
            boolean wall = nextWallMicros > wallMicros;
            return new Maxima(
                    Thread.currentThread().getName(),
                    cpu ? nextCpuMicros : cpuMicros,
                    cpu ? atMs : cpuAtMs,
                    wall ? nextWallMicros : wallMicros,
                    wall ? atMs : wallAtMs,
                    intervals + 1);
        }
    }

    LoopMeter(EventExecutor loop) {
        this.loop = loop;
        loop.execute(() -> {
            lastNanos = System.nanoTime();
            lastCpuNanos = THREADS.getCurrentThreadCpuTime();
        });
    }

    /** Queues one more run, unless the loop is far behind. */
    void tick() {
        if (queued.get() < MOST_QUEUED) {
            queued.incrementAndGet();
            loop.execute(this);
        }
    }

    /** The maxima so far; new ones begin with the next run. */
    Maxima take() {
        Maxima soFar = published;
        taken = true;
        return soFar;
    }

    @Override
    public void run() {
        queued.decrementAndGet();
        if (taken) {
            taken = false;
            maxima = Maxima.NONE;
        }
        long nowNanos = System.nanoTime();
        long cpuNanos = THREADS.getCurrentThreadCpuTime();
        long atMs = TimeUnit.NANOSECONDS.toMillis(nowNanos - startNanos);
        maxima = maxima.with((cpuNanos - lastCpuNanos) / 1000, (nowNanos - lastNanos) / 1000, atMs);
        published = maxima;
        lastNanos = nowNanos;
        lastCpuNanos = cpuNanos;
    }
}
