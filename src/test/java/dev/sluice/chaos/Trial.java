package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Pace;
import dev.sluice.chaos.Stop.How;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One server, one crowd, one stop at a moment by chance, and the ledger's verdict. The calling thread gives the signals,
 * another one is the crowd's.
 *
 * @param seed of everything that is left to chance
 * @param services the directory with the jar of {@link JournalService}
 */
record Trial(How how, long seed, Path services) {
    private static final int SHORTEST_LOAD_MS = 200;
    private static final int LONGEST_LOAD_MS = 1_200;
    private static final int LONGEST_WAIT_FOR_KILL_MS = 1_500;
    private static final int HUNG = -1;

    /** A kill with an odd seed strikes in the middle of a drain. */
    private boolean isDrainFirst() {
        return how == How.KILL && (seed & 1) == 1;
    }

    /** What came of it. */
    record Outcome(Trial trial, Ledger ledger, Verdict verdict, long loadMs, long stopMs) {
        @Override
        public String toString() {
            Stop stop = ledger.stop();
            return stop.how() + (trial.isDrainFirst() ? " in a drain" : "") + " after " + loadMs + " ms, seed "
                    + trial.seed + ": " + verdict + "; exit code " + stop.exitCode() + " after " + stopMs + " ms";
        }
    }

    Outcome run() throws IOException, InterruptedException {
        Random random = new Random(seed);
        Path file = Files.createTempFile("sluice-chaos-", ".journal");
        try (JarServer server = JarServer.startBare(options(file, random))) {
            Pace pace = how == How.CUT ? Pace.OUTLASTING : Pace.BRISK;
            RunningCrowd crowd =
                    RunningCrowd.start(new Crowd(Crowd.onLoopback(server.rpcPort()), random.nextLong(), pace));
            int loadMs = SHORTEST_LOAD_MS + random.nextInt(LONGEST_LOAD_MS - SHORTEST_LOAD_MS);
            Pause.ms(loadMs);
            long signalNanos = System.nanoTime();
            How stoppedBy = signal(server, random);
            int exitCode = exitCode(server);
            long stopMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - signalNanos);
            Stop stop = new Stop(stoppedBy, signalNanos, exitCode, receipt(server, stoppedBy));
            Ledger ledger = new Ledger(crowd.logs(), Journal.read(file), stop);
            return new Outcome(this, ledger, ledger.verdict(), loadMs, stopMs);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** By chance, a server that has only just started lets calls wait instead of refusing them, and cuts early. */
    private String[] options(Path file, Random random) {
        List<String> set = new ArrayList<>(List.of("services.config.journal.file=" + file, "logging.level=warn"));
        if (random.nextBoolean()) {
            set.add("limits.maxQueueDelay=10s");
        }
        if (random.nextBoolean()) {
            set.add("drain.cutGrace=200ms");
        }
        if (how == How.CUT) {
            set.addAll(List.of("drain.timeout=1500ms", "blocking.threads=4"));
        }
        List<String> options = new ArrayList<>(List.of("--services", services.toString()));
        set.forEach(value -> options.addAll(List.of("--set", value)));
        return options.toArray(new String[0]);
    }

    /** Returns what ends the process: a kill that was to come in a drain may come after it. */
    private How signal(JarServer server, Random random) throws IOException, InterruptedException {
        if (isDrainFirst()) {
            server.signal(How.TERM.signal());
            Pause.ms(random.nextInt(LONGEST_WAIT_FOR_KILL_MS));
            return server.signalIfAlive(how.signal()) ? how : How.TERM;
        }
        server.signal(how.signal());
        return how;
    }

    private static int exitCode(JarServer server) throws IOException, InterruptedException {
        try {
            return server.exitCode();
        } catch (IOException e) {
            System.out.println(e.getMessage());
            server.close();
            return HUNG;
        }
    }

    private Stop.@Nullable Receipt receipt(JarServer server, How stoppedBy) {
        try {
            return stoppedBy == How.KILL ? null : Stop.Receipt.of(server.receipt());
        } catch (IOException e) {
            System.out.println(e.getMessage());
            return null;
        }
    }
}
