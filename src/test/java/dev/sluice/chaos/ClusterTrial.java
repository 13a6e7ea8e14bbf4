package dev.sluice.chaos;

import dev.sluice.chaos.Stop.How;
import dev.sluice.process.JarServer;
import dev.sluice.process.PrivateNetwork;
import dev.sluice.process.PrivateNetwork.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * A gateway, three workers, one crowd, some blows to the workers, and the verdict of the ledger on the gateway, which is told
 * to stop in the end.
 *
 * @param blows how many, one after the other
 * @param seed of everything that is left to chance
 * @param services the directory with the jar of {@link JournalService}
 */
record ClusterTrial(Blow blow, int blows, long seed, PrivateNetwork network, Path services) {
    private static final int SPREAD_MS = 1_000;
    private static final int AFTER_KILL_MS = 4_000;
    private static final int SILENCE_MS = Pause.SHORT ? 6_000 : 15_000;
    private static final int RECOVERY_MS = Pause.SHORT ? 5_000 : 12_000;

    private static final int LONGEST_SECONDS = 900;

    ClusterOutcome run() throws Exception {
        Random random = new Random(seed);
        Path dir = Files.createTempDirectory("sluice-cluster-");
        try (NodesApart nodes = new NodesApart(network, services, dir)) {
            RunningCrowd crowd = RunningCrowd.start(Crowd.patient(nodes.address(), random.nextLong(), LONGEST_SECONDS));
            Pause.ms(Pause.WARM_UP_MS);
            List<Strike> strikes = new ArrayList<>();
            for (int i = 0; i < blows; i++) {
                Pause.ms(random.nextInt(SPREAD_MS));
                strikes.add(strike(nodes, random.nextInt(NodesApart.WORKERS)));
                Pause.ms(afterMs());
            }
            long signalNanos = System.nanoTime();
            JarServer gateway = nodes.gateway();
            gateway.signal(How.TERM.signal());
            int exitCode = gateway.exitCode();
            Stop stop = new Stop(How.TERM, signalNanos, exitCode, Stop.Receipt.of(gateway.receipt()));
            List<ConnectionLog> logs = crowd.logs();
            List<String> faults = nodes.stopWorkers();
            if (Boolean.getBoolean("sluice.logs")) {
                System.out.println(nodes.logs());
            }
            List<Journal> journals = nodes.journals();
            Ledger ledger = new Ledger(logs, Journal.of(journals), stop, true);
            return new ClusterOutcome(
                    blow.name(), seed, ledger, ledger.verdict(), Losses.of(strikes, logs, journals), faults, "");
        } finally {
            ChaosMain.delete(dir);
        }
    }

    private int afterMs() {
        return switch (blow) {
            case KILL, ROLL -> AFTER_KILL_MS;
            case FREEZE, CUT, DEAF, MUTE, UNPLUG -> RECOVERY_MS;
        };
    }

    private Strike strike(NodesApart nodes, int victim) throws IOException, InterruptedException {
        long atNanos = System.nanoTime();
        switch (blow) {
            case KILL -> {
                nodes.worker(victim).signal("KILL");
                Pause.ms(AFTER_KILL_MS);
                nodes.revive(victim);
            }
            case FREEZE -> {
                nodes.worker(victim).signal("STOP");
                Pause.ms(SILENCE_MS);
                nodes.worker(victim).signal("CONT");
            }
            case CUT, DEAF, MUTE, UNPLUG -> {
                Way way = Objects.requireNonNull(blow.way());
                network.cut(victim, way);
                Pause.ms(SILENCE_MS);
                network.heal(victim, way);
            }
            case ROLL -> {
                for (int i = 0; i < NodesApart.WORKERS; i++) {
                    nodes.replace(i);
                }
            }
        }
        return new Strike(blow, victim, atNanos, System.nanoTime());
    }
}
