package dev.sluice.chaos;

import dev.sluice.chaos.Stop.How;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Three nodes of a cluster behind a balancer, at the ports that {@code make cluster} gives them, and regulars only. The nodes
 * are told to stop and replaced, one after the other, in some rounds. The ledger judges all of them as one server, which was
 * told to stop when the first of them was.
 *
 * @param seed of everything that is left to chance
 * @param services the directory with the jar of {@link JournalService}
 */
record BalancedTrial(Balancer balancer, int rolls, long seed, Path services) {
    private static final int NODES = 3;
    private static final int SPREAD_MS = 1_000;
    private static final int NOTICED_MS = 3_000;
    private static final int LONGEST_SECONDS = 900;

    ClusterOutcome run() throws Exception {
        Random random = new Random(seed);
        Path dir = Files.createTempDirectory("sluice-balanced-");
        try (Nodes nodes = new Nodes(dir)) {
            Process running = balancer.start(dir);
            try {
                Crowd all = Crowd.ofRegulars(Crowd.onLoopback(Balancer.PORT), random.nextLong(), LONGEST_SECONDS);
                RunningCrowd crowd = RunningCrowd.start(all);
                Pause.ms(Pause.WARM_UP_MS);
                long signalNanos = System.nanoTime();
                for (int i = 0; i < NODES * rolls; i++) {
                    nodes.stop(i % NODES);
                    nodes.start(i % NODES);
                    Pause.ms(NOTICED_MS + random.nextInt(SPREAD_MS));
                }
                List<ConnectionLog> logs = crowd.sendHome();
                for (int i = 0; i < NODES; i++) {
                    nodes.stop(i);
                }
                Stop stop = new Stop(How.TERM, signalNanos, nodes.worstExitCode, Stop.Receipt.sum(nodes.receipts));
                Ledger ledger = new Ledger(logs, nodes.journal(), stop, false);
                return outcome(ledger, all.errands());
            } finally {
                running.destroy();
                running.waitFor();
            }
        } finally {
            ChaosMain.delete(dir);
        }
    }

    private ClusterOutcome outcome(Ledger ledger, List<Errands> errands) {
        List<String> failures =
                errands.stream().flatMap(each -> each.failures().stream()).toList();
        long done = errands.stream().mapToLong(Errands::doneCount).sum();
        long retried = errands.stream().mapToLong(Errands::retriedCount).sum();
        String note = "; " + rolls * NODES + " nodes replaced; clients that ask again: " + done + " calls executed, "
                + retried + " asked again, " + failures.size() + " failed";
        return new ClusterOutcome(balancer.name(), seed, ledger, ledger.verdict(), List.of(), failures, note);
    }

    /** The processes. */
    private final class Nodes implements AutoCloseable {
        private final Path dir;
        private final JarServer[] running = new JarServer[NODES];
        private final List<Stop.Receipt> receipts = new ArrayList<>();
        private int worstExitCode;

        Nodes(Path dir) throws IOException {
            this.dir = dir;
            for (int i = 0; i < NODES; i++) {
                start(i);
            }
        }

        /** Starts the one that was, or one with its ports, which writes the same journal on. */
        void start(int number) throws IOException {
            int ports = 7410 + 10 * number;
            List<String> options = new ArrayList<>(List.of("--cluster"));
            for (String value : List.of(
                    "listen.port=" + (ports + 1),
                    "admin.port=" + (ports + 2),
                    "cluster.port=" + (ports + 3),
                    "cluster.busPort=" + (ports + 4),
                    "admin.agentPort=" + (ports + 5),
                    "cluster.members=127.0.0.1:7413,127.0.0.1:7423,127.0.0.1:7433",
                    "proxyProtocol.enabled=true",
                    "proxyProtocol.trustedProxies=127.0.0.1",
                    "drain.lameDuck=2s",
                    "limits.maxQueueDelay=10s",
                    "logging.level=warn",
                    "services.dir=" + services,
                    "services.config.journal.file=" + dir.resolve("journal" + number))) {
                options.addAll(List.of("--set", value));
            }
            running[number] = JarServer.startBare(options.toArray(new String[0]));
        }

        void stop(int number) throws IOException, InterruptedException {
            JarServer node = running[number];
            node.signal(How.TERM.signal());
            worstExitCode = Math.max(worstExitCode, node.exitCode());
            receipts.add(Stop.Receipt.of(node.receipt()));
            if (Boolean.getBoolean("sluice.logs")) {
                System.out.println("node " + number + "\n" + node.err());
            }
            node.close();
        }

        Journal journal() throws IOException {
            List<Journal> all = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                all.add(Journal.read(dir.resolve("journal" + i)));
            }
            return Journal.of(all);
        }

        @Override
        public void close() throws IOException {
            for (JarServer node : running) {
                if (node != null) {
                    node.close();
                }
            }
        }
    }
}
