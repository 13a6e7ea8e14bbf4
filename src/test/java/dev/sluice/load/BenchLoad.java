package dev.sluice.load;

import dev.sluice.bench.Bench;
import dev.sluice.bench.BenchPlan;
import dev.sluice.bench.BenchResult;
import dev.sluice.bench.SluiceWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The load of {@code sluice bench}, made in this process, so that its generator is warm after the first time.
 *
 * @param method to be called
 * @param params of each call, JSON
 * @param connections how many
 * @param depth the most calls in flight on each
 */
record BenchLoad(String method, String params, int connections, int depth) {
    /** As many calls as come back. */
    BenchResult run(int port, Duration warmUp, Duration window) throws IOException, InterruptedException {
        return run(port, 0, warmUp, window);
    }

    /** Calls at a rate a second, whether or not answers come; 0 for as many as come back. */
    BenchResult run(int port, double rate, Duration warmUp, Duration window) throws IOException, InterruptedException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        BenchPlan plan = new BenchPlan(server, connections, depth, rate, warmUp, window, 0, threads);
        byte[] request = SluiceWire.request(method, params);
        SluiceWire wire = SluiceWire.of(request, request, SluiceWire.Expect.RESPONSES);
        return new Bench(plan, () -> wire).run((elapsedNanos, results) -> {});
    }
}
