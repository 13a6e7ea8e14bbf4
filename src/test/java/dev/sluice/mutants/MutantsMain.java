package dev.sluice.mutants;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks for each planted defect with up to SEEDS schedules: {@code MutantsMain SEEDS [FIRST]}, in the folder of the project.
 * Exit code 0: each was found, and nothing in the sources as they are; 1: not so; 2: wrong usage.
 */
public final class MutantsMain {
    private MutantsMain() {}

    /** See above. */
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        long seeds;
        long first;
        try {
            seeds = Long.parseLong(args[0]);
            first = args.length > 1 ? Long.parseLong(args[1]) : System.currentTimeMillis() * 1_000_000;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            System.err.println("usage: MutantsMain SEEDS [FIRST]");
            System.exit(2);
            return;
        }
        System.out.printf(Locale.ROOT, "up to %,d schedules from seed %d for each%n", seeds, first);
        boolean good = true;
        for (Patch patch : Mutants.all()) {
            try (Specimen mutant = Specimen.mutant(Mutants.PROJECT, patch)) {
                Long found = mutant.firstFound(first, seeds);
                System.out.println(found(patch.name(), mutant, found, first));
                good &= found != null;
            }
        }
        try (Specimen control = Specimen.control()) {
            Long found = control.firstFound(first, seeds);
            System.out.println(found("the control, with no patch,", control, found, first));
            good &= found == null;
        }
        System.exit(good ? 0 : 1);
    }

    private static String found(String what, Specimen specimen, @Nullable Long seed, long first) {
        return seed == null
                ? what + ": nothing found"
                : String.format(
                        Locale.ROOT,
                        "%s: found by schedule %,d, seed %d: %s",
                        what,
                        seed - first + 1,
                        seed,
                        specimen.broken(seed));
    }
}
