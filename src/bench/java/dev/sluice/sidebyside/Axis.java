package dev.sluice.sidebyside;

import dev.sluice.bench.BenchPlan;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is varied to see how a call's cost grows; all else stays at 64 connections x 16 in flight, of 58 bytes. */
enum Axis {
    /** Clients. */
    CONNECTIONS("connections, 16 in flight each", 1, 4, 16, 64, 256, 1_000),
    /** Requests in flight on each of 64 connections. */
    DEPTH("in flight on each of 64 connections", 1, 2, 4, 8, 16, 32, 64, 128),
    /** Bytes of the params. */
    SIZE("bytes of params, 64 x 16", 4, 64, 256, 1_024, 4_096, 16_384, 65_536),
    /** Processors that the server may use. The generator may use all, these included. */
    CORES("processors of the server, 64 x 16");

    private static final int CONNECTIONS_USUALLY = 64;
    private static final int DEPTH_USUALLY = 16;
    private static final int LEAST_PARAMS_BYTES = 4;

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // written nowhere
    private final int[] ticks;

    Axis(String title, int... ticks) {
        this.title = title;
        this.ticks = ticks;
    }

    /** As it is written below a plot. */
    String title() {
        return title;
    }

    /** Its values that are measured, in rising order; processors double up to those there are. */
    List<Integer> ticks() {
        if (this != CORES) {
            return IntStream.of(ticks).boxed().toList();
        }
        int all = Runtime.getRuntime().availableProcessors();
        List<Integer> cores = new ArrayList<>();
        for (int some = 1; some < all; some *= 2) {
            cores.add(some);
        }
        cores.add(all);
        return cores;
    }

    /** The params of a request at a value: a JSON array. */
    String params(int value) {
        int bytes = this == SIZE ? value : LEAST_PARAMS_BYTES;
        return "[\"" + "x".repeat(bytes - LEAST_PARAMS_BYTES) + "\"]";
    }

    /** The load at a value. */
    BenchPlan load(InetSocketAddress server, int value, Duration warmup, Duration window) {
        int connections = this == CONNECTIONS ? value : CONNECTIONS_USUALLY;
        int depth = this == DEPTH ? value : DEPTH_USUALLY;
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new BenchPlan(server, connections, depth, 0, warmup, window, 0, threads);
    }
}
