package dev.sluice.hostile;

import dev.sluice.process.ProcessMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many connections that made one call each and are quiet since: what they cost in heap, whether they live on, and whether
 * a polite client notices. {@code --connections N}, {@code --hold N} seconds. Ends with 1 if a criterion fails.
 */
public final class Idle {
    private static final int CONNECTIONS = 15_000;
    private static final int HOLD_SECONDS = 45;
    private static final int POLITE_SECONDS = 10;
    private static final int POLITE_PER_SECOND = 100;
    private static final int TIMEOUT_MS = 20_000;
    private static final double MOST_KIB = 10;
    private static final double NOTICED_TIMES = 2;
    private static final double NOTICED_MS = 5;

    private final Launch launch;
    private final Settings settings;
    private final PrintStream out;
    private final Criteria criteria = new Criteria();
    private final List<Caller> callers = new ArrayList<>();

    /**
     * What to run.
     *
     * @param holdSeconds how long they are quiet; longer than any limit that must not end them
     */
    record Settings(int connections, int holdSeconds, int politeSeconds) {}

    Idle(Launch launch, Settings settings, PrintStream out) {
        this.launch = launch;
        this.settings = settings;
        this.out = out;
    }

    /** Takes the path of the fat jar. */
    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(args);
        Settings settings = new Settings(
                arguments.number("--connections", CONNECTIONS),
                arguments.number("--hold", HOLD_SECONDS),
                POLITE_SECONDS);
        new Idle(arguments.launch(), settings, System.out).run().exit(System.out);
    }

    Criteria run() throws IOException, InterruptedException {
        launch.flags("-Xmx512m").set("limits.maxConnections=" + settings.connections());
        try (ServedJar server = launch.start();
                LoopReport loops = new LoopReport(server.rpc())) {
            politeFor(server, settings.politeSeconds()); // warm
            Politeness without = politeFor(server, settings.politeSeconds());
            judgeMemory(server);
            long quietSinceNanos = System.nanoTime();
            judgePolite(without, politeFor(server, settings.politeSeconds()));
            judgeLife(server, quietSinceNanos);
            loops.judge(server, criteria);
            server.metrics("sluice_connections").forEach(out::println);
        } finally {
            for (Caller caller : callers) {
                caller.close();
            }
        }
        return criteria;
    }

    private static Politeness politeFor(ServedJar server, int seconds) throws IOException, InterruptedException {
        try (PoliteClient polite = new PoliteClient(server.rpc(), POLITE_PER_SECOND)) {
            server.letWork(seconds, TimeUnit.SECONDS);
            return polite.stop();
        }
    }

    private void judgeMemory(ServedJar server) throws IOException, InterruptedException {
        ProcessMemory memory = server.memory();
        memory.heapAfterGcBytes(); // what one collection leaves to the next
        long heapBefore = memory.heapAfterGcBytes();
        long residentBefore = memory.residentBytes();
        for (int i = callers.size(); i < settings.connections() - 2; i++) { // two are ours
            Caller caller = new Caller(server.rpc(), TIMEOUT_MS);
            callers.add(caller);
            caller.call("demo.echo", "[1]");
        }
        memory.heapAfterGcBytes();
        double kib = (memory.heapAfterGcBytes() - heapBefore) / 1024.0 / callers.size();
        criteria.check(
                "an idle connection costs at most 10 KiB of heap",
                kib <= MOST_KIB,
                "%.2f KiB of heap and %.2f KiB of resident memory each, %,d connections"
                        .formatted(
                                kib,
                                (memory.residentBytes() - residentBefore) / 1024.0 / callers.size(),
                                callers.size()));
    }

    private void judgePolite(Politeness without, Politeness with) {
        double most = Math.max(NOTICED_TIMES * without.millisAt(99), without.millisAt(99) + NOTICED_MS);
        criteria.check(
                "a polite client does not notice them",
                without.isPerfect() && with.isPerfect() && with.millisAt(99) <= most,
                "without: " + without + "; with: " + with);
    }

    private void judgeLife(ServedJar server, long quietSinceNanos) throws InterruptedException {
        long holdNanos = TimeUnit.SECONDS.toNanos(settings.holdSeconds()) - (System.nanoTime() - quietSinceNanos);
        server.letWork(holdNanos, TimeUnit.NANOSECONDS);
        int alive = 0;
        String first = "";
        for (Caller caller : callers) {
            try {
                caller.call("demo.echo", "[2]");
                alive++;
            } catch (IOException e) {
                first = first.isEmpty() ? String.valueOf(e) : first;
            }
        }
        criteria.check(
                "all of them are served after their silence",
                alive == callers.size(),
                "%,d of %,d after %d s %s".formatted(alive, callers.size(), settings.holdSeconds(), first));
    }
}
