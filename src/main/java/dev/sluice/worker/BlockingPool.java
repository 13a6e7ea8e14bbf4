package dev.sluice.worker;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of blocking handlers: a bounded number of them, virtual ones on JVMs that have them, behind a bounded
 * queue. For any thread.
 */
public final class BlockingPool {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingPool.class);
    private static final long IDLE_SECONDS = 60;

    private final ThreadPoolExecutor executor;

    /**
     * @param threads the most handlers at once
     * @param queue the most calls that wait for one of them
     */
    public BlockingPool(int threads, int queue) {
        executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), threadFactory());
        executor.allowCoreThreadTimeOut(true);
    }

    /** The most handlers at once. */
    int threads() {
        return executor.getMaximumPoolSize();
    }

    /** Runs a task when a thread is free; false if the queue is full, or the pool was stopped. */
    boolean tryExecute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Interrupts what runs and forgets what waits. Whoever waits for it has been answered. */
    public void stop() {
        List<Runnable> forgotten = executor.shutdownNow();
        if (!forgotten.isEmpty()) {
            LOG.info("{} withdrawn calls were still in the queue of the blocking pool", forgotten.size());
        }
    }

    /** Virtual threads came with JDK 21; this code is compiled for 17. */
    private static ThreadFactory threadFactory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, "sluice-blocking-", 0L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException e) {
            AtomicInteger count = new AtomicInteger();
            return task -> {
                Thread thread = new Thread(task, "sluice-blocking-" + count.getAndIncrement());
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
