package dev.sluice.load;

import dev.sluice.bench.BenchResult;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whether a gateway shares blocking calls among workers by what each can do: three with 1, 2 and 4 threads, when all of the
 * threads are wanted and when half of them are. The workers' own counters say who got how many. A bar that is missed is told;
 * only failed calls end it with 1.
 */
public final class ThreadShares {
    private static final int[] THREADS = {1, 2, 4};
    private static final int ALL_THREADS = IntStream.of(THREADS).sum();
    private static final int DEPTH_OF_OPEN_LOOP = 64;
    private static final double MOST_PERCENT = 15;
    private static final String COUNTER = "sluice_remote_calls_total{outcome=\"ok\"} ";

    private final JarServer gateway;
    private final List<JarServer> workers;
    private final Duration window;
    private long failures;

    private ThreadShares(JarServer gateway, List<JarServer> workers, Duration window) {
        this.gateway = gateway;
        this.workers = workers;
        this.window = window;
    }

    /** Takes {@code --warmup N}, {@code --seconds N}, {@code --ms N} of a call, and {@code --depth N} for each thread. */
    public static void main(String[] args) throws Exception {
        Numbers numbers = new Numbers(args, Map.of("--warmup", 5, "--seconds", 10, "--ms", 7, "--depth", 4));
        boolean isClean;
        try (ClusterNodes nodes = new ClusterNodes(THREADS.length + 1)) {
            List<JarServer> workers = new ArrayList<>();
            for (int threads : THREADS) {
                workers.add(nodes.start("worker", "workers.instances=1", "blocking.threads=" + threads));
            }
            JarServer gateway = nodes.start("gateway");
            ClusterNodes.awaitWorkers(gateway, THREADS.length);
            ThreadShares shares = new ThreadShares(gateway, workers, Duration.ofSeconds(numbers.of("--seconds")));
            shares.run(Duration.ofSeconds(numbers.of("--warmup")), numbers.of("--ms"), numbers.of("--depth"));
            isClean = shares.failures == 0;
        }
        System.exit(isClean ? 0 : 1);
    }

    private void run(Duration warmUp, int ms, int depth) throws IOException, InterruptedException {
        String params = "{\"ms\":" + ms + "}";
        BenchLoad full = new BenchLoad("demo.block", params, ALL_THREADS, depth);
        BenchLoad half = new BenchLoad("demo.block", params, ALL_THREADS, DEPTH_OF_OPEN_LOOP);
        full.run(gateway.rpcPort(), Duration.ZERO, warmUp);
        System.out.printf(
                "demo.block of %d ms through a gateway, on workers with 1, 2 and 4 threads: %,.0f calls/s at most.%n"
                        + "The load of sluice bench for %d s; calls are what each worker counts of other nodes.%n",
                ms, ALL_THREADS * 1_000.0 / ms, window.toSeconds());
        System.out.printf("%nall threads wanted, %d calls in flight%n", ALL_THREADS * depth);
        double most = measure(full, 0);
        System.out.printf("%nhalf of that, %,.0f calls/s whether or not answers come%n", most / 2);
        measure(half, most / 2);
    }

    /** Returns how many results came in a second. */
    private double measure(BenchLoad load, double rate) throws IOException, InterruptedException {
        List<Long> before = handled();
        BenchResult result = load.run(gateway.rpcPort(), rate, Duration.ZERO, window);
        List<Long> after = handled();
        Measured seen = Measured.of(result);
        failures += seen.failures();
        tell(IntStream.range(0, THREADS.length)
                .mapToLong(i -> after.get(i) - before.get(i))
                .toArray());
        System.out.printf(
                "clients: %,d results, %,.0f/s, p50 %.1f ms, p99 %.1f ms, %d failures %s%n",
                result.results(), seen.perSecond(), seen.p50Ms(), seen.p99Ms(), seen.failures(), result.errors());
        return seen.perSecond();
    }

    private static void tell(long[] calls) {
        long all = IntStream.range(0, calls.length).mapToLong(i -> calls[i]).sum();
        double largest = 0;
        System.out.printf("%8s %8s %8s %8s %10s%n", "threads", "calls", "share", "fair", "deviation");
        for (int i = 0; i < calls.length; i++) {
            double share = (double) calls[i] / all;
            double fair = (double) THREADS[i] / ALL_THREADS;
            double percent = 100 * (share / fair - 1);
            largest = Math.max(largest, Math.abs(percent));
            System.out.printf("%8d %,8d %8.3f %8.3f %+8.1f %%%n", THREADS[i], calls[i], share, fair, percent);
        }
        String verdict = largest <= MOST_PERCENT ? "within" : "above";
        System.out.printf(
                "workers: %,d calls; largest deviation %.1f %%, %s %.0f %%%n", all, largest, verdict, MOST_PERCENT);
    }

    /** Calls of other nodes that each worker has answered with a result: it counts them together, and these are all. */
    private List<Long> handled() throws IOException, InterruptedException {
        List<Long> handled = new ArrayList<>();
        for (JarServer worker : workers) {
            String line = worker.admin("/metrics")
                    .body()
                    .lines()
                    .filter(metric -> metric.startsWith(COUNTER))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the worker does not count " + COUNTER));
            handled.add((long) Double.parseDouble(line.substring(COUNTER.length())));
        }
        return handled;
    }
}
