package dev.sluice.chaos;

import dev.sluice.chaos.Stop.How;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One server, one crowd, one stop at a moment by chance, and the ledger's verdict. The calling thread gives the signals,
 * another one is the crowd's.
 *
 * @param seed of everything that is left to chance; its parity chooses between SIGINT and SIGTERM for a drain, and for a
 *     kill whether it strikes during a drain
 * @param services the directory with the jar of {@link JournalService}
 */
record Trial(long seed, boolean kill, Path services) {
    private static final int SHORTEST_LOAD_MS = 200;
    private static final int LONGEST_LOAD_MS = 1_200;
    private static final int LONGEST_WAIT_FOR_KILL_MS = 1_500;
    private static final int HUNG = -1;

    /** What came of it. */
    record Outcome(Trial trial, Ledger ledger, Verdict verdict, long loadMs, long stopMs) {
        @Override
        public String toString() {
            Stop stop = ledger.stop();
            return "SIG" + stop.how() + (trial.isDrainFirst() ? " in a drain" : "") + " after " + loadMs + " ms, seed "
                    + trial.seed + ": " + verdict + "; exit code " + stop.exitCode() + " after " + stopMs + " ms";
        }
    }

    private boolean isDrainFirst() {
        return kill && (seed & 1) == 1;
    }

    Outcome run() throws IOException, InterruptedException {
        Random random = new Random(seed);
        Path file = Files.createTempFile("sluice-chaos-", ".journal");
        try (JarServer server = JarServer.start(
                "--services",
                services.toString(),
                "--set",
                "services.config.journal.file=" + file,
                "--set",
                "logging.level=warn")) {
            FutureTask<List<ConnectionLog>> crowd = new FutureTask<>(new Crowd(server.rpcPort(), random.nextLong()));
            new Thread(crowd, "crowd").start();
            int loadMs = SHORTEST_LOAD_MS + random.nextInt(LONGEST_LOAD_MS - SHORTEST_LOAD_MS);
            pause(loadMs);
            long signalNanos = System.nanoTime();
            signal(server, random);
            int exitCode = exitCode(server);
            long stopMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - signalNanos);
            Stop stop = new Stop(how(), signalNanos, exitCode, receipt(server));
            Ledger ledger = new Ledger(outcome(crowd), Journal.read(file), stop);
            return new Outcome(this, ledger, ledger.verdict(), loadMs, stopMs);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private How how() {
        if (kill) {
            return How.KILL;
        }
        return (seed & 1) == 0 ? How.INT : How.TERM;
    }

    private void signal(JarServer server, Random random) throws IOException, InterruptedException {
        if (isDrainFirst()) {
            server.signal("TERM");
            pause(random.nextInt(LONGEST_WAIT_FOR_KILL_MS));
        }
        server.signal(how().name());
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

    private Stop.@Nullable Receipt receipt(JarServer server) {
        try {
            return kill ? null : Stop.Receipt.of(server.receipt());
        } catch (IOException e) {
            System.out.println(e.getMessage());
            return null;
        }
    }

    private static List<ConnectionLog> outcome(FutureTask<List<ConnectionLog>> crowd) throws InterruptedException {
        try {
            return crowd.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the crowd itself failed", e.getCause());
        }
    }

    private static void pause(long ms) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        for (long left = endNanos - System.nanoTime(); left > 0; left = endNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
