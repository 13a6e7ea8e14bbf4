package dev.sluice.hostile;

import dev.sluice.hostile.ServedJar.Ended;
import dev.sluice.hostile.ServerWatch.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hostile clients of some shapes against one small server, a polite client beside them, and what that came to. Used once,
 * by one thread.
 */
final class HostileRun {
    private static final String[] FLAGS = {"-Xmx128m", "-XX:MaxDirectMemorySize=32m", "-XX:+ExitOnOutOfMemoryError"};
    private static final int POLITE_PER_SECOND = 10;

    /** So long, or a quarter of a short run, the attack goes on before anybody is polite: the code of the server is cold. */
    private static final int WARM_UP_SECONDS = 30;

    private static final long MIB = 1024 * 1024;
    private static final long FLAT_BYTES = 8 * MIB;
    private static final long GROWTH_BYTES = 64 * MIB;

    private final Settings settings;
    private final PrintStream out;
    private final Criteria criteria = new Criteria();

    /**
     * What to run.
     *
     * @param sets options for the server, {@code key=value}
     */
    record Settings(Path jar, List<Shape> shapes, int seconds, List<String> sets) {
        int warmUpSeconds() {
            return Math.min(WARM_UP_SECONDS, seconds / 4);
        }

        /** Short runs take as many samples as long ones, but not more than one a second. */
        long samplePeriodMs() {
            return Math.max(1_000, TimeUnit.SECONDS.toMillis(seconds) / 60);
        }
    }

    HostileRun(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    Criteria run() throws IOException, InterruptedException {
        Launch launch =
                new Launch(settings.jar()).flags(FLAGS).set(settings.sets().toArray(String[]::new));
        try (ServedJar server = launch.start()) {
            load(server);
            if (server.isAlive()) {
                judgeReceipt(server.drain());
            }
        }
        return criteria;
    }

    private void load(ServedJar server) throws IOException, InterruptedException {
        try (LoopReport loops = new LoopReport(server.rpc());
                ServerWatch watch = new ServerWatch(server, settings.samplePeriodMs());
                ClientLoop clients = new ClientLoop(server.rpc(), settings.shapes())) {
            server.letWork(settings.warmUpSeconds(), TimeUnit.SECONDS);
            Politeness seen = bePolite(server);
            List<Sample> samples = watch.stop();
            List<Crowd> crowds = clients.stop();
            new HostileReport(out).print(crowds, samples, server);
            criteria.check("the polite client gets every answer", seen.isServed(), seen.toString());
            watch.judgeAlive(criteria);
            judgeMemory(samples);
            if (server.isAlive()) {
                loops.judge(server, criteria);
            }
        }
    }

    private Politeness bePolite(ServedJar server) throws IOException, InterruptedException {
        try (PoliteClient polite = new PoliteClient(server.rpc(), POLITE_PER_SECOND)) {
            server.letWork(settings.seconds() - settings.warmUpSeconds(), TimeUnit.SECONDS);
            return polite.stop();
        }
    }

    private void judgeMemory(List<Sample> samples) {
        long early = ServerWatch.medianOfQuarter(samples, 1, Sample::heapBytes);
        long late = ServerWatch.medianOfQuarter(samples, 3, Sample::heapBytes);
        criteria.check(
                "the heap after collections is flat",
                late - early <= FLAT_BYTES,
                "median of the second quarter %.1f MiB, of the last %.1f MiB, of %d samples"
                        .formatted(early / (double) MIB, late / (double) MIB, samples.size()));
        if (settings.shapes().contains(Shape.NEVER_READERS)) {
            judgeGrowth(samples);
        }
    }

    /** From the first minute on, or the first third of a short run. */
    private void judgeGrowth(List<Sample> samples) {
        long fromMs = Math.min(60_000, TimeUnit.SECONDS.toMillis(settings.seconds()) / 3);
        long base = 0;
        long most = 0;
        for (Sample sample : samples) {
            base = sample.atMs() <= fromMs ? sample.residentBytes() : base;
            most = sample.atMs() > fromMs ? Math.max(most, sample.residentBytes()) : most;
        }
        criteria.check(
                "resident memory grows by less than 64 MiB",
                base > 0 && most > 0 && most - base < GROWTH_BYTES,
                "%.1f MiB after %.0f s, at most %.1f MiB later"
                        .formatted(base / (double) MIB, fromMs / 1e3, most / (double) MIB));
    }

    private void judgeReceipt(Ended ended) {
        criteria.check(
                "the receipt balances: received is the sum of the others",
                ended.balances(),
                "exit code " + ended.exitCode() + " " + ended.receipt());
    }
}
