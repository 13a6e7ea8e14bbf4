package dev.sluice.hostile;

import java.io.IOException;
import java.io.PrintStream;

/** Echo in an open loop, below and above what a closed loop reaches: what is answered, what is refused, how late. */
final class EchoCurve {
    private static final int CONNECTIONS = 64;
    private static final int DEPTH = 16;
    private static final double[] LOADS = {0.5, 0.8, 1.0, 1.2, 1.5};

    private final Launch launch;
    private final int seconds;
    private final PrintStream out;
    private final Criteria criteria = new Criteria();

    EchoCurve(Launch launch, int seconds, PrintStream out) {
        this.launch = launch;
        this.seconds = seconds;
        this.out = out;
    }

    Criteria run() throws IOException {
        try (ServedJar server = launch.flags("-Xmx512m").start();
                LoopReport loops = new LoopReport(server.rpc());
                Generator generator = new Generator(server.rpc(), CONNECTIONS, "demo.echo", "[1]")) {
            generator.closed(DEPTH, Math.min(8, seconds));
            Offered peak = generator.closed(DEPTH, seconds);
            out.printf("demo.echo, closed loop, %d connections x %d: %s%n", CONNECTIONS, DEPTH, peak);
            boolean truthful = true;
            for (double load : LOADS) {
                Offered offered = generator.open(load * peak.goodput(), seconds);
                out.printf("open loop at %.1f of that: %s%n", load, offered);
                truthful &= offered.isTruthful();
            }
            criteria.check(
                    "every echo is answered, with a result or OVERLOADED executed \"no\"",
                    truthful && peak.isTruthful(),
                    "see above");
            loops.judge(server, criteria);
        }
        return criteria;
    }
}
