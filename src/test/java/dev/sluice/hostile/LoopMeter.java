package dev.sluice.hostile;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures one event loop from inside: a task, queued every millisecond from outside, reads the thread's CPU time. Tasks
 * run in the order in which they were queued, so what passed between two runs bounds from above every single task that was
 * queued between them. If the loop looked at its sockets in between, the interval holds what was done for all of them, and
 * is counted apart: it bounds the pause that others see, not one task.
 *
 * <p>{@link #tick} belongs to the probe's thread, {@link #run} to the loop; {@link #take} is for any thread.
 */
final class LoopMeter implements Runnable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MOST_QUEUED = 10_000;

    private final SingleThreadEventLoop loop;
    private final AtomicInteger queued = new AtomicInteger();
    private final long startNanos = System.nanoTime();
    private long lastNanos;
    private long lastCpuNanos;
    private boolean askedForEnd;
    private boolean looked;
    private Maxima maxima = Maxima.NONE;
    private volatile boolean taken;
    private volatile Maxima published = Maxima.NONE;

    /**
     * The longest intervals between two runs on a loop since they were last asked for.
     *
     * @param cpuMicros most CPU time without a look at the sockets
     * @param cpuAtMs when that was, from the start of the probe
     * @param lookMicros most CPU time with one look at all sockets
     * @param lookAtMs when that was
     * @param wallMicros most time by the clock, pauses of the loop included
     * @param wallAtMs when that was
     * @param intervals how many there were
     */
    public record Maxima(
            String loop,
            long cpuMicros,
            long cpuAtMs,
            long lookMicros,
            long lookAtMs,
            long wallMicros,
            long wallAtMs,
            long intervals) {
        static final Maxima NONE = new Maxima("", 0, 0, 0, 0, 0, 0, 0);

        Maxima with(long nextCpuMicros, boolean withLook, long nextWallMicros, long atMs) {
            boolean cpu = !withLook && nextCpuMicros > cpuMicros;
            boolean look = withLook && nextCpuMicros > lookMicros;
            boolean wall = nextWallMicros > wallMicros;
            return new Maxima(
                    Thread.currentThread().getName(),
                    cpu ? nextCpuMicros : cpuMicros,
                    cpu ? atMs : cpuAtMs,
                    look ? nextCpuMicros : lookMicros,
                    look ? atMs : lookAtMs,
                    wall ? nextWallMicros : wallMicros,
                    wall ? atMs : wallAtMs,
                    intervals + 1);
        }
    }

    LoopMeter(EventExecutor loop) {
        this.loop = (SingleThreadEventLoop) loop;
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
        maxima = maxima.with((cpuNanos - lastCpuNanos) / 1000, looked, (nowNanos - lastNanos) / 1000, atMs);
        published = maxima;
        lastNanos = nowNanos;
        lastCpuNanos = cpuNanos;
        looked = false;
        hearOfNextLook();
    }

    /** What comes after all tasks that are ready is a look at the sockets. */
    private void hearOfNextLook() {
        if (!askedForEnd) {
            askedForEnd = true;
            loop.executeAfterEventLoopIteration(() -> {
                askedForEnd = false;
                looked = true;
            });
        }
    }
}
