package dev.sluice.hostile;

import java.io.IOException;
import java.io.PrintStream;

/**
 * Three times as many calls as a pool of 16 threads can run, whatever comes back; then echo beside and above its
 * capacity; then one modest client beside ten greedy ones. {@code --seconds N} is the length of each phase,
 * {@code --part pool|fairness|echo} runs one of the three. Ends with 1 if a criterion fails.
 */
public final class Overload {
    private static final int SECONDS = 10;
    private static final int THREADS = 16;
    private static final int CONNECTIONS = 16;
    private static final int DEPTH_OF_PEAK = 4;
    private static final double TIMES_CAPACITY = 3;
    private static final double LEAST_GOODPUT = 0.9;
    private static final double MOST_REFUSAL_MS = 5;
    private static final double MOST_ECHO_MS = 50;
    private static final int POLITE_PER_SECOND = 100;

    private final Launch launch;
    private final int seconds;
    private final PrintStream out;
    private final Criteria criteria = new Criteria();

    Overload(Launch launch, int seconds, PrintStream out) {
        this.launch = launch;
        this.seconds = seconds;
        this.out = out;
    }

    /** Takes the path of the fat jar. */
    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(args);
        int seconds = arguments.number("--seconds", SECONDS);
        String part = arguments.text("--part", "all");
        Criteria all = new Criteria();
        if (part.equals("all") || part.equals("pool")) {
            all.addAll(new Overload(arguments.launch(), seconds, System.out).run());
        }
        if (part.equals("all") || part.equals("fairness")) {
            all.addAll(new Fairness(arguments.launch(), seconds, Fairness.MOST_TIMES, System.out).run());
        }
        if (part.equals("all") || part.equals("echo")) {
            all.addAll(new EchoCurve(arguments.launch(), seconds, System.out).run());
        }
        all.exit(System.out);
    }

    Criteria run() throws IOException, InterruptedException {
        launch.flags("-Xmx512m").set("blocking.threads=" + THREADS);
        try (ServedJar server = launch.start();
                LoopReport loops = new LoopReport(server.rpc());
                Generator generator = new Generator(server.rpc(), CONNECTIONS, "demo.block", "{\"ms\":10}")) {
            generator.closed(DEPTH_OF_PEAK, Math.min(2, seconds));
            Offered peak = generator.closed(DEPTH_OF_PEAK, seconds);
            out.printf("demo.block 10 ms, %d threads, closed loop: %s%n", THREADS, peak);
            try (PoliteClient polite = new PoliteClient(server.rpc(), POLITE_PER_SECOND)) {
                Offered offered = generator.open(TIMES_CAPACITY * peak.goodput(), seconds);
                out.printf("three times that in an open loop: %s%n", offered);
                judge(peak, offered);
                judgeEcho(polite.stop());
            }
            loops.judge(server, criteria);
            server.metrics("sluice_rejected_total").forEach(out::println);
        }
        return criteria;
    }

    private void judge(Offered peak, Offered offered) {
        criteria.check(
                "overload leaves 90 % of the peak's goodput",
                offered.goodput() >= LEAST_GOODPUT * peak.goodput(),
                "%,.0f/s of %,.0f/s".formatted(offered.goodput(), peak.goodput()));
        criteria.check(
                "refusals take at most 5 ms at the median",
                offered.refused() > 0 && offered.refusalMillis(50) <= MOST_REFUSAL_MS,
                "%,d refusals, p50 %.2f ms, p99 %.2f ms"
                        .formatted(offered.refused(), offered.refusalMillis(50), offered.refusalMillis(99)));
        criteria.check(
                "every request is answered, with a result or OVERLOADED executed \"no\"",
                peak.isTruthful() && offered.isTruthful(),
                offered.toString());
    }

    private void judgeEcho(Politeness echo) {
        criteria.check(
                "an echo beside it keeps a p99 of 50 ms",
                echo.isPerfect() && echo.millisAt(99) <= MOST_ECHO_MS,
                echo.toString());
    }
}
