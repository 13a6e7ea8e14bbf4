package dev.sluice.sidebyside;

import dev.sluice.bench.BenchPlan;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A form of load: connections x requests in flight on each, the size of a request, and how requests follow each
 * other.
 */
enum Shape {
    /** One request in flight on each connection: what a call costs when nothing can be batched. */
    ONE_EACH("64x1", 64, 1, 0, 0),
    /** The shape that servers are warmed up with. */
    PIPELINED("64x16", 64, 16, 0, 0),
    /** The same, but every hundredth call takes 50 ms; only the others are counted. */
    SLOW_SHARE("64x16-slow", 64, 16, 0, 0.01),
    /** Few clients with much to ask. */
    DEEP("8x128", 8, 128, 0, 0),
    /** Many clients. */
    MANY("1000x4", 1_000, 4, 0, 0),
    /** Requests of 1 KiB. */
    KIB("64x16-1KiB", 64, 16, 1_024, 0),
    /** Requests of 64 KiB. */
    KIB_64("64x16-64KiB", 64, 16, 64 * 1_024, 0),
    /** An open loop on 64 connections: requests are sent at their time, at half the rate that gRPC reached at 64x1. */
    HALF_RATE("64x1-rate", 64, 1_024, 0, 0);

    private static final String SMALL_PARAMS = "[1]";

    private final String label;
    private final int connections;
    private final int depth;
    private final int paramsBytes;
    private final double slowShare;

    Shape(String label, int connections, int depth, int paramsBytes, double slowShare) {
        this.label = label;
        this.connections = connections;
        this.depth = depth;
        this.paramsBytes = paramsBytes;
        this.slowShare = slowShare;
    }

    /** As it is written in options and tables. */
    String label() {
        return label;
    }

    /** The most requests in flight on a connection. */
    int depth() {
        return depth;
    }

    /** The params of a request: a JSON array. */
    String params() {
        return paramsBytes == 0 ? SMALL_PARAMS : "[\"" + "x".repeat(paramsBytes - 4) + "\"]";
    }

    /** True if requests are sent at their time, whether or not answers come. */
    boolean isOpen() {
        return this == HALF_RATE;
    }

    /** Whether it is for that server. */
    boolean suits(Contender contender) {
        return switch (this) {
            case SLOW_SHARE -> contender == Contender.SLUICE;
            case HALF_RATE -> contender == Contender.SLUICE || contender == Contender.GRPC;
            default -> true;
        };
    }

    /** What has to be compared, too, for it to be possible. */
    String needs() {
        return isOpen() ? "needs grpc among --servers and 64x1 among --shapes" : "needs sluice among --servers";
    }

    /**
     * The load.
     *
     * @param rate requests a second, if it is an open loop
     */
    BenchPlan load(InetSocketAddress server, double rate, Duration warmup, Duration window) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new BenchPlan(server, connections, depth, isOpen() ? rate : 0, warmup, window, slowShare, threads);
    }
}
