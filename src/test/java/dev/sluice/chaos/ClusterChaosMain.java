package dev.sluice.chaos;

import dev.sluice.process.PrivateNetwork;
import dev.sluice.process.ServiceJars;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Strikes at the nodes of a cluster again and again, under 64 clients with 16 calls in flight each, and lets the
 * {@link Ledger} judge: {@code --kill N}, {@code --freeze N}, {@code --cut N}, {@code --deaf N}, {@code --mute N},
 * {@code --unplug N} and {@code --roll N} for the workers of a gateway, as in {@link Blow}; {@code --haproxy N} and
 * {@code --nginx N} for all three nodes behind that balancer, replaced one after the other so often. Some blows follow each other in
 * one run. {@code -Dsluice.seed=N} begins with that run. To be started with {@code src/build/apart}. Exit code 1 if anything
 * is wrong.
 */
public final class ClusterChaosMain {
    private static final int SEEDS = 1_000_000_000;
    private static final int BLOWS_A_RUN = 10;
    private static final int ROLLS_A_RUN = 3;

    private ClusterChaosMain() {}

    /** Takes a kind and how often, as often as wanted. */
    public static void main(String[] args) throws Exception {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length || !args[i].startsWith("--")) {
                throw new IllegalArgumentException("a kind and how often, like --kill 5, not " + args[i]);
            }
            counts.put(args[i].substring(2).toUpperCase(Locale.ROOT), Integer.parseInt(args[i + 1]));
        }
        List<ClusterOutcome> outcomes = run(counts);
        for (String kind : counts.keySet()) {
            List<ClusterOutcome> runs = outcomes.stream()
                    .filter(outcome -> outcome.kind().equals(kind))
                    .toList();
            System.out.println(summary(kind, runs));
        }
        System.exit(outcomes.stream().allMatch(ClusterOutcome::isClean) && !outcomes.isEmpty() ? 0 : 1);
    }

    /** Each kind so often; the seeds of its runs follow one another. */
    private static List<ClusterOutcome> run(Map<String, Integer> counts) throws Exception {
        long seed = Long.getLong("sluice.seed", Math.floorMod(System.nanoTime(), (long) SEEDS));
        System.out.println("seeds from " + seed + " on; one of them again: -Dsluice.seed=N and a count of 1");
        AnswerReader.read("{}".getBytes(StandardCharsets.UTF_8)); // takes its time when it is the first
        Path services = Files.createTempDirectory("sluice-chaos-");
        List<ClusterOutcome> outcomes = new ArrayList<>();
        try {
            ServiceJars.of(services, JournalService.class);
            PrivateNetwork network = new PrivateNetwork(NodesApart.HOSTS);
            for (Map.Entry<String, Integer> entry : counts.entrySet()) {
                long next = seed;
                for (int left = entry.getValue(); left > 0; next++) {
                    Run run = run(entry.getKey(), left, next, network, services);
                    outcomes.add(run.outcome);
                    left -= run.blows;
                    System.out.println(run.outcome);
                    Tally.tell(run.outcome.ledger(), run.outcome.verdict());
                }
            }
            return outcomes;
        } finally {
            ChaosMain.delete(services);
        }
    }

    /** A run, and how many blows that were. */
    private record Run(ClusterOutcome outcome, int blows) {}

    private static Run run(String kind, int left, long seed, PrivateNetwork network, Path services) throws Exception {
        if (Balancer.is(kind)) {
            int rolls = Math.min(left, ROLLS_A_RUN);
            return new Run(new BalancedTrial(Balancer.valueOf(kind), rolls, seed, services).run(), rolls);
        }
        Blow blow = Blow.valueOf(kind);
        int blows = Math.min(left, blow == Blow.ROLL ? ROLLS_A_RUN : BLOWS_A_RUN);
        return new Run(new ClusterTrial(blow, blows, seed, network, services).run(), blows);
    }

    private static String summary(String kind, List<ClusterOutcome> runs) {
        List<Losses> losses =
                runs.stream().flatMap(run -> run.losses().stream()).toList();
        List<Long> ms = losses.stream()
                .flatMap(loss -> loss.afterMs().stream())
                .sorted()
                .toList();
        long faults = runs.stream().mapToLong(ClusterOutcome::faultCount).sum();
        long answered = runs.stream()
                .mapToLong(run -> run.verdict().counts().answered())
                .sum();
        String told = ms.isEmpty()
                ? ""
                : ", told after " + ms.get((int) (0.95 * (ms.size() - 1))) + " ms (95 %), " + ms.get(ms.size() - 1)
                        + " ms (all)";
        String blows = losses.isEmpty() ? "" : ", " + losses.size() + " blows";
        return kind + ": " + runs.size() + " runs" + blows + ", " + faults + " faults, " + answered + " answered, "
                + ms.size() + " lost with a worker" + told;
    }
}
