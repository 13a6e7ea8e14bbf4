package dev.sluice.chaos;

import dev.sluice.chaos.Stop.How;
import dev.sluice.process.ServiceJars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stops the fat jar again and again at moments by chance, under 64 clients with 32 calls in flight each, and lets the
 * {@link Ledger} judge: {@code --drains N}, half by SIGINT and half by SIGTERM; {@code --cuts N}, by SIGTERM with handlers
 * that outlast the drain; {@code --kills N}, by SIGKILL, half of them during a drain. {@code -Dsluice.seed=N} begins with that run. Exit code 1 if anything is wrong.
 */
public final class ChaosMain {
    private static final int SEEDS = 1_000_000_000;

    private static final String DRAINS = "--drains";
    private static final String CUTS = "--cuts";
    private static final String KILLS = "--kills";

    private ChaosMain() {}

    /** Takes {@code --drains N}, {@code --cuts N} and {@code --kills N}. */
    public static void main(String[] args) throws Exception {
        Map<String, Integer> counts = new HashMap<>(Map.of(DRAINS, 0, CUTS, 0, KILLS, 0));
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length || !counts.containsKey(args[i])) {
                throw new IllegalArgumentException("--drains N, --cuts N and --kills N, not " + args[i]);
            }
            counts.put(args[i], Integer.parseInt(args[i + 1]));
        }
        Tally tally = run(counts.getOrDefault(DRAINS, 0), counts.getOrDefault(CUTS, 0), counts.getOrDefault(KILLS, 0));
        System.out.print(tally.table());
        System.exit(tally.isClean() && !tally.outcomes().isEmpty() ? 0 : 1);
    }

    /** Runs so many of each kind; the seeds follow one another. */
    static Tally run(int drains, int cuts, int kills) throws Exception {
        long seed = Long.getLong("sluice.seed", Math.floorMod(System.nanoTime(), (long) SEEDS));
        System.out.println("seeds from " + seed + " on; one of them again: -Dsluice.seed=N and a count of 1");
        AnswerReader.read("{}".getBytes(StandardCharsets.UTF_8)); // takes its time when it is the first
        Path services = Files.createTempDirectory("sluice-chaos-");
        try {
            ServiceJars.of(services, JournalService.class);
            List<Trial> trials = new ArrayList<>();
            for (long i = seed; i < seed + drains; i++) {
                trials.add(new Trial((i & 1) == 0 ? How.INT : How.TERM, i, services));
            }
            for (long i = seed; i < seed + cuts; i++) {
                trials.add(new Trial(How.CUT, i, services));
            }
            for (long i = seed; i < seed + kills; i++) {
                trials.add(new Trial(How.KILL, i, services));
            }
            return Tally.of(trials);
        } finally {
            delete(services);
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
