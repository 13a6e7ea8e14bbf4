package dev.sluice.chaos;

import dev.sluice.process.ServiceJars;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Strikes at the workers of a cluster again and again, under 64 clients with 32 calls in flight each, and lets the
 * {@link Ledger} judge: {@code --kill N}, {@code --freeze N}, {@code --roll N}. {@code -Dsluice.seed=N} begins with that run.
 * Exit code 1 if anything is wrong.
 */
public final class ClusterChaosMain {
    private static final int SEEDS = 1_000_000_000;

    private ClusterChaosMain() {}

    /** Takes {@code --kill N}, {@code --freeze N} and {@code --roll N}. */
    public static void main(String[] args) throws Exception {
        Map<Blow, Integer> counts = new EnumMap<>(Blow.class);
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length || !args[i].startsWith("--")) {
                throw new IllegalArgumentException("--kill N, --freeze N and --roll N, not " + args[i]);
            }
            counts.put(Blow.valueOf(args[i].substring(2).toUpperCase(Locale.ROOT)), Integer.parseInt(args[i + 1]));
        }
        List<ClusterTrial.Outcome> outcomes = run(counts);
        for (Blow blow : counts.keySet()) {
            List<ClusterTrial.Outcome> runs = outcomes.stream()
                    .filter(outcome -> outcome.trial().blow() == blow)
                    .toList();
            System.out.println(summary(blow, runs));
        }
        System.exit(outcomes.stream().allMatch(ClusterTrial.Outcome::isClean) && !outcomes.isEmpty() ? 0 : 1);
    }

    /** Runs so many of each kind; the seeds follow one another. */
    static List<ClusterTrial.Outcome> run(Map<Blow, Integer> counts) throws Exception {
        long seed = Long.getLong("sluice.seed", Math.floorMod(System.nanoTime(), (long) SEEDS));
        System.out.println("seeds from " + seed + " on; one of them again: -Dsluice.seed=N and a count of 1");
        AnswerReader.read("{}".getBytes(StandardCharsets.UTF_8)); // takes its time when it is the first
        Path services = Files.createTempDirectory("sluice-chaos-");
        List<ClusterTrial.Outcome> outcomes = new ArrayList<>();
        try {
            ServiceJars.of(services, JournalService.class);
            for (Map.Entry<Blow, Integer> entry : counts.entrySet()) {
                for (long i = seed; i < seed + entry.getValue(); i++) {
                    ClusterTrial.Outcome outcome = new ClusterTrial(entry.getKey(), i, services).run();
                    System.out.println(outcome);
                    Tally.tell(outcome.ledger(), outcome.verdict());
                    outcomes.add(outcome);
                }
            }
            return outcomes;
        } finally {
            ChaosMain.delete(services);
        }
    }

    private static String summary(Blow blow, List<ClusterTrial.Outcome> runs) {
        List<Long> ms = runs.stream()
                .flatMap(run -> run.losses().afterMs().stream())
                .sorted()
                .toList();
        long faults = runs.stream()
                .mapToLong(run ->
                        run.verdict().faults().size() + run.losses().faults().size())
                .sum();
        long answered = runs.stream()
                .mapToLong(run -> run.verdict().counts().answered())
                .sum();
        String told = ms.isEmpty()
                ? ""
                : ", told after " + ms.get((int) (0.95 * (ms.size() - 1))) + " ms (95 %), " + ms.get(ms.size() - 1)
                        + " ms (all)";
        return blow + ": " + runs.size() + " runs, " + faults + " faults, " + answered + " answered, " + ms.size()
                + " lost with a worker" + told;
    }
}
