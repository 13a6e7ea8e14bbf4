package dev.sluice.load;

import dev.sluice.process.JarServer;
import dev.sluice.sidebyside.Spread;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares three ways of a call, in turns, with 64 connections and 16 calls in flight on each: {@code demo.echo} on a node
 * alone, the same through a gateway on a worker node, and {@link PlainRequest} with as many in flight. A bar that is missed is
 * told; only failed calls end it with 1.
 */
public final class ClusterRatio {
    private static final int CONNECTIONS = 64;
    private static final int DEPTH = 16;
    private static final double LEAST_OF_LOCAL = 0.5;
    private static final double LEAST_OF_REQUEST = 15;

    /** Before each window; the warm-up is long, for the slowest way sees the fewest calls in it. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final BenchLoad ECHO = new BenchLoad("demo.echo", PlainRequest.BODY, CONNECTIONS, DEPTH);

    private record Round(Measured local, Measured remote, Measured request) {
        double ofLocal() {
            return remote.perSecond() / local.perSecond();
        }

        double ofRequest() {
            return remote.perSecond() / request.perSecond();
        }

        long failures() {
            return local.failures() + remote.failures() + request.failures();
        }

        @Override
        public String toString() {
            return String.format(
                    "local %,.0f/s, remote %,.0f/s, request() %,.0f/s; remote is %.2f of local, %.1f of request()",
                    local.perSecond(), remote.perSecond(), request.perSecond(), ofLocal(), ofRequest());
        }
    }

    private final JarServer alone;
    private final JarServer gateway;
    private final PlainPair plain;

    private ClusterRatio(JarServer alone, JarServer gateway, PlainPair plain) {
        this.alone = alone;
        this.gateway = gateway;
        this.plain = plain;
    }

    /** Takes {@code --rounds N}, and {@code --warmup N} and {@code --seconds N} of each way. */
    public static void main(String[] args) throws Exception {
        Numbers numbers = new Numbers(args, Map.of("--rounds", 3, "--warmup", 15, "--seconds", 4));
        Duration window = Duration.ofSeconds(numbers.of("--seconds"));
        List<Round> rounds = new ArrayList<>();
        try (ClusterNodes nodes = new ClusterNodes(2);
                PlainPair plain = new PlainPair(CONNECTIONS * DEPTH);
                JarServer alone = JarServer.startBare()) {
            nodes.start("worker");
            JarServer gateway = nodes.start("gateway");
            ClusterNodes.awaitWorkers(gateway, 1);
            ClusterRatio ratio = new ClusterRatio(alone, gateway, plain);
            ratio.round(Duration.ofSeconds(numbers.of("--warmup")), SETTLE);
            for (int i = 1; i <= numbers.of("--rounds"); i++) {
                rounds.add(ratio.round(SETTLE, window));
                System.out.println("round " + i + ": " + rounds.get(i - 1));
            }
        }
        tell(rounds, numbers);
        System.exit(rounds.stream().allMatch(round -> round.failures() == 0) ? 0 : 1);
    }

    private Round round(Duration warmUp, Duration window) throws IOException, InterruptedException {
        return new Round(
                Measured.of(ECHO.run(alone.rpcPort(), warmUp, window)),
                Measured.of(ECHO.run(gateway.rpcPort(), warmUp, window)),
                plain.run(warmUp, window));
    }

    private static void tell(List<Round> rounds, Numbers numbers) {
        System.out.printf(
                """

                %d x %d calls in flight with params %s, on %d processors with the generator. Medians of %d rounds;
                in each the three ways in turn, %d s each after 1 s that does not count; %d s of each before the first.
                local: sluice bench, a node alone. remote: sluice bench, a gateway and a worker, two processes.
                request(): eventBus.request(), from one process to another, nothing of Sluice between.

                """,
                CONNECTIONS,
                DEPTH,
                PlainRequest.BODY,
                Runtime.getRuntime().availableProcessors(),
                rounds.size(),
                numbers.of("--seconds"),
                numbers.of("--warmup"));
        System.out.printf("%-10s %10s %9s %9s %9s%n", "", "calls/s", "p50 ms", "p99 ms", "failures");
        row("local", rounds.stream().map(Round::local).toList());
        row("remote", rounds.stream().map(Round::remote).toList());
        row("request()", rounds.stream().map(Round::request).toList());
        System.out.println();
        judge("remote / local", Spread.of(rounds.stream().mapToDouble(Round::ofLocal)), LEAST_OF_LOCAL);
        judge("remote / request()", Spread.of(rounds.stream().mapToDouble(Round::ofRequest)), LEAST_OF_REQUEST);
    }

    private static void row(String way, List<Measured> rounds) {
        System.out.printf(
                "%-10s %,10.0f %9.2f %9.2f %9d%n",
                way,
                median(rounds, Measured::perSecond),
                median(rounds, Measured::p50Ms),
                median(rounds, Measured::p99Ms),
                rounds.stream().mapToLong(Measured::failures).sum());
    }

    private static double median(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
        return Spread.of(rounds.stream().mapToDouble(figure)).median();
    }

    private static void judge(String what, Spread ratio, double least) {
        String verdict = ratio.median() >= least ? "at least" : "below";
        System.out.printf(
                "%s: %.2f (rounds %.2f to %.2f), %s %s%n",
                what, ratio.median(), ratio.least(), ratio.most(), verdict, least);
    }
}
