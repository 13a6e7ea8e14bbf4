package dev.sluice.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a load and waits for its end: connects, starts a thread for each share of the connections, adds up. */
public final class Bench {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final long LOOK_MS = 200;

    /** Is told how far it is, a few times a second. */
    public interface Watch {
        /**
         * So far.
         *
         * @param elapsedNanos since the first request
         * @param results so far
         */
        void at(long elapsedNanos, long results);
    }

    /**
     * Something that is done to the server while the load runs.
     *
     * @param after this time since the first request
     * @param action does it
     */
    public record Signal(Duration after, Runnable action) {}

    private final BenchPlan plan;
    private final Supplier<Wire> wires;
    private final @Nullable Signal signal;

    private long startNanos;
    private long signalNanos;
    private boolean signalled;

    /**
     * @param wires makes the wire of each connection
     */
    public Bench(BenchPlan plan, Supplier<Wire> wires) {
        this(plan, wires, null);
    }

    /**
     * @param signal what is done to the server meanwhile; null for nothing
     */
    public Bench(BenchPlan plan, Supplier<Wire> wires, @Nullable Signal signal) {
        this.plan = plan;
        this.wires = wires;
        this.signal = signal;
    }

    /**
     * Makes the load. Takes as long as the plan says, and up to five seconds for the last answers.
     *
     * @throws IOException if it cannot connect, or what comes back cannot be read
     */
    public BenchResult run(Watch watch) throws IOException, InterruptedException {
        List<SocketChannel> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < plan.connections(); i++) {
                sockets.add(connect(plan.server()));
            }
            return run(sockets, watch);
        } finally {
            for (SocketChannel socket : sockets) {
                socket.close();
            }
        }
    }

    private BenchResult run(List<SocketChannel> sockets, Watch watch) throws IOException, InterruptedException {
        int threads = Math.min(plan.threads(), sockets.size());
        startNanos = System.nanoTime();
        List<LoadLoop> loops = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int from = sockets.size() * i / threads;
            List<SocketChannel> share = sockets.subList(from, sockets.size() * (i + 1) / threads);
            loops.add(new LoadLoop(plan, share, from, wires, startNanos));
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "sluice-bench");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Tally>> running = new ArrayList<>();
            for (LoadLoop loop : loops) {
                running.add(pool.submit((Callable<Tally>) loop::run));
            }
            List<Tally> tallies = new ArrayList<>();
            for (Future<Tally> loop : running) {
                tallies.add(await(loop, () -> look(loops, watch)));
            }
            BenchResult result = BenchResult.of(plan, tallies);
            return signalled ? result.signalledAt(signalNanos, startNanos, tallies) : result;
        } finally {
            pool.shutdownNow();
        }
    }

    private void look(List<LoadLoop> loops, Watch watch) {
        long nowNanos = System.nanoTime();
        if (signal != null
                && !signalled
                && nowNanos - startNanos >= signal.after().toNanos()) {
            loops.forEach(LoadLoop::signalled);
            signalled = true;
            signalNanos = nowNanos;
            signal.action().run();
        }
        watch.at(
                nowNanos - startNanos,
                loops.stream().mapToLong(LoadLoop::results).sum());
    }

    private static Tally await(Future<Tally> loop, Runnable look) throws IOException, InterruptedException {
        for (; ; ) {
            try {
                return loop.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                look.run();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException cause) {
                    throw cause;
                }
                throw new IllegalStateException("a loop of the generator failed", e.getCause());
            }
        }
    }

    private static SocketChannel connect(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(server, CONNECT_TIMEOUT_MS);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
