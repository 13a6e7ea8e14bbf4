package dev.sluice.chaos;

import dev.sluice.process.ServiceJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Stops the fat jar again and again at moments by chance, under 64 clients with 32 calls in flight each, and lets the
 * {@link Ledger} judge: {@code --drains N}, half by SIGINT and half by SIGTERM; {@code --kills N}, by SIGKILL, half of them
 * during a drain. {@code -Dsluice.seed=N} begins with that run. Exit code 1 if anything is wrong.
 */
public final class ChaosMain {
    private static final int SEEDS = 1_000_000_000;

    private ChaosMain() {}

    /** Takes {@code --drains N} and {@code --kills N}. */
    public static void main(String[] args) throws Exception {
        int drains = 0;
        int kills = 0;
        for (int i = 0; i < args.length; i += 2) {
            int count = i + 1 < args.length ? Integer.parseInt(args[i + 1]) : 0;
            switch (args[i]) {
                case "--drains" -> drains = count;
                case "--kills" -> kills = count;
                default -> throw new IllegalArgumentException("--drains N and --kills N, not " + args[i]);
            }
        }
        Tally tally = run(drains, kills);
        System.out.print(tally.table());
        System.exit(tally.isClean() && !tally.outcomes().isEmpty() ? 0 : 1);
    }

    /** Runs so many of both kinds; the seeds follow one another. */
    static Tally run(int drains, int kills) throws Exception {
        long seed = Long.getLong("sluice.seed", Math.floorMod(System.nanoTime(), (long) SEEDS));
        System.out.println(
                "seeds from " + seed + " on; one of them again: -Dsluice.seed=N with --drains 1 or --kills 1");
        Path services = Files.createTempDirectory("sluice-chaos-");
        try {
            ServiceJars.of(services, JournalService.class);
            List<Trial> trials = new ArrayList<>();
            for (int i = 0; i < drains; i++) {
                trials.add(new Trial(seed + i, false, services));
            }
            for (int i = 0; i < kills; i++) {
                trials.add(new Trial(seed + i, true, services));
            }
            return Tally.of(trials);
        } finally {
            delete(services);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
