package dev.sluice.hostile;

import dev.sluice.process.ProcessMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Looks at a server from outside while it is under load: resident memory, and the heap after a collection that it asks
 * for. Samples on a thread of its own; the samples are read when that has ended.
 */
final class ServerWatch implements AutoCloseable {
    private final ServedJar server;
    private final ProcessMemory memory;
    private final long periodMs;
    private final long startNanos = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "server-watch");
    private String broken = "";

    /** What the server had at a moment. */
    record Sample(long atMs, long residentBytes, long heapBytes) {}

    ServerWatch(ServedJar server, long periodMs) {
        this.server = server;
        this.memory = server.memory();
        this.periodMs = periodMs;
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends sampling and returns what there is. */
    List<Sample> stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        return samples;
    }

    /** Judges that the process lives, never ran out of memory and met no defect of its own. */
    void judgeAlive(Criteria criteria) throws IOException {
        long outOfMemory = server.errLines("OutOfMemory");
        criteria.check(
                "no OutOfMemoryError, no restart",
                server.isAlive() && outOfMemory == 0,
                "alive %s, lines with OutOfMemory %d %s".formatted(server.isAlive(), outOfMemory, broken));
        long errors = server.errLines(" ERROR ");
        criteria.check(
                "no error is logged", errors == 0, "%,d errors in %,d lines".formatted(errors, server.errLines("")));
    }

    /** The median of a figure over the samples of one quarter, 0 to 3. */
    static long medianOfQuarter(List<Sample> samples, int quarter, ToLongFunction<Sample> figure) {
        int from = samples.size() * quarter / 4;
        int to = Math.max(from + 1, samples.size() * (quarter + 1) / 4);
        long[] sorted = IntStream.range(from, Math.min(to, samples.size()))
                .mapToLong(i -> figure.applyAsLong(samples.get(i)))
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    @Override
    public void close() {
        stop.countDown(); // its thread ends with the next sample
    }

    private void run() {
        try {
            do {
                long heapBytes = memory.heapAfterGcBytes();
                long atMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
                samples.add(new Sample(atMs, memory.residentBytes(), heapBytes));
            } while (!stop.await(periodMs, TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            broken = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
