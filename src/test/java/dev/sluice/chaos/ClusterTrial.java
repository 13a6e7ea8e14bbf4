package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Pace;
import dev.sluice.chaos.Stop.How;
import dev.sluice.process.ClusterPorts;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway, three workers, one crowd, one blow to the workers, and the verdict of the ledger on the gateway, which is told
 * to stop in the end. Each worker has a journal of its own.
 *
 * @param seed of everything that is left to chance
 * @param services the directory with the jar of {@link JournalService}
 */
record ClusterTrial(Blow blow, long seed, Path services) {
    private static final int WORKERS = 3;
    private static final int LOAD_MS = 1_500;
    private static final int SPREAD_MS = 1_000;
    private static final int AFTERWARDS_MS = 4_000;
    private static final int FROZEN_MS = 15_000;
    private static final int THAW_MS = 10_000;
    private static final int LONGEST_SECONDS = 180;

    /** What came of it. */
    record Outcome(ClusterTrial trial, Ledger ledger, Verdict verdict, Losses losses) {
        boolean isClean() {
            return verdict.isClean() && losses.isClean();
        }

        @Override
        public String toString() {
            return trial.blow + ", seed " + trial.seed + ": " + verdict + "; " + losses;
        }
    }

    Outcome run() throws Exception {
        Random random = new Random(seed);
        Path dir = Files.createTempDirectory("sluice-cluster-");
        try (Nodes nodes = new Nodes(dir)) {
            FutureTask<List<ConnectionLog>> crowd = new FutureTask<>(
                    new Crowd(nodes.gateway.rpcPort(), random.nextLong(), Pace.BRISK, LONGEST_SECONDS));
            new Thread(crowd, "crowd").start();
            pause(LOAD_MS + random.nextInt(SPREAD_MS));
            int victim = random.nextInt(WORKERS);
            long blowNanos = System.nanoTime();
            strike(nodes, victim);
            pause(AFTERWARDS_MS);
            long signalNanos = System.nanoTime();
            nodes.gateway.signal(How.TERM.signal());
            int exitCode = nodes.gateway.exitCode();
            Stop stop = new Stop(How.TERM, signalNanos, exitCode, Stop.Receipt.of(nodes.gateway.receipt()));
            List<ConnectionLog> logs = outcome(crowd);
            nodes.stopWorkers();
            if (Boolean.getBoolean("sluice.logs")) {
                System.out.println(nodes.logs());
            }
            Ledger ledger = new Ledger(logs, Journal.read(nodes.journals()), stop, true);
            Losses losses = new Losses(blow, blowNanos, logs, nodes.journalsOfOthers(victim));
            return new Outcome(this, ledger, ledger.verdict(), losses);
        } finally {
            ChaosMain.delete(dir);
        }
    }

    private void strike(Nodes nodes, int victim) throws IOException, InterruptedException {
        switch (blow) {
            case KILL -> nodes.workers.get(victim).signal("KILL");
            case FREEZE -> {
                nodes.workers.get(victim).signal("STOP");
                pause(FROZEN_MS);
                nodes.workers.get(victim).signal("CONT");
                pause(THAW_MS);
            }
            case ROLL -> {
                for (int i = 0; i < WORKERS; i++) {
                    nodes.replace(i);
                }
            }
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

    /** The processes. */
    private final class Nodes implements AutoCloseable {
        private final ClusterPorts ports = new ClusterPorts(WORKERS + 1);
        private final Path dir;
        private final List<JarServer> workers = new ArrayList<>();
        private final JarServer gateway;

        Nodes(Path dir) throws IOException {
            this.dir = dir;
            for (int i = 0; i < WORKERS; i++) {
                workers.add(worker(i));
            }
            List<String> options = new ArrayList<>(ports.options(WORKERS, "gateway"));
            options.addAll(List.of("--set", "limits.maxQueueDelay=10s"));
            gateway = JarServer.startBare(options.toArray(new String[0]));
        }

        private JarServer worker(int number) throws IOException {
            List<String> options = new ArrayList<>(ports.options(number, "worker"));
            options.addAll(List.of("--services", services.toString()));
            for (String value : List.of(
                    "services.config.journal.file=" + journal(number),
                    "logging.level=warn",
                    "limits.maxQueueDelay=10s",
                    "workers.instances=2")) {
                options.addAll(List.of("--set", value));
            }
            return JarServer.startBare(options.toArray(new String[0]));
        }

        /** A worker is told to stop, and when it has, another one writes its journal on. */
        void replace(int number) throws IOException, InterruptedException {
            JarServer old = workers.get(number);
            old.signal("TERM");
            int exitCode = old.exitCode();
            if (exitCode != 0) {
                throw new IOException("a worker that was told to stop ended with " + exitCode + "\n" + old.err());
            }
            old.close();
            workers.set(number, worker(number));
        }

        void stopWorkers() throws IOException, InterruptedException {
            for (JarServer worker : workers) {
                if (worker.signalIfAlive("TERM")) {
                    worker.exitCode();
                }
            }
        }

        String logs() throws IOException {
            StringBuilder text = new StringBuilder("gateway\n").append(gateway.err());
            for (int i = 0; i < WORKERS; i++) {
                text.append("worker ")
                        .append(i)
                        .append('\n')
                        .append(workers.get(i).err());
            }
            return text.toString();
        }

        private Path journal(int number) {
            return dir.resolve("journal" + number);
        }

        List<Path> journals() {
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                files.add(journal(i));
            }
            return files;
        }

        Journal journalsOfOthers(int victim) throws IOException {
            List<Path> files = journals();
            files.remove(victim);
            return Journal.read(files);
        }

        @Override
        public void close() throws IOException {
            gateway.close();
            for (JarServer worker : workers) {
                worker.close();
            }
        }
    }
}
