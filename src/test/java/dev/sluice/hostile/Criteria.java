package dev.sluice.hostile;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What a run has to show, each with the figures it was judged by. Used by one thread at a time. */
final class Criteria {
    private record Criterion(String what, boolean holds, String figures) {
        @Override
        public String toString() {
            return (holds ? "holds  " : "FAILS  ") + what + ": " + figures;
        }
    }

    private final List<Criterion> all = new ArrayList<>();

    void check(String what, boolean holds, String figures) {
        all.add(new Criterion(what, holds, figures));
    }

    void addAll(Criteria others) {
        all.addAll(others.all);
    }

    /** Those that do not hold, as text. */
    List<String> failures() {
        return all.stream()
                .filter(criterion -> !criterion.holds)
                .map(Criterion::toString)
                .toList();
    }

    /** Those of these names that do not hold, as text; every name has to be one. */
    List<String> failuresOf(String... names) {
        List<String> failures = new ArrayList<>();
        for (String name : names) {
            Criterion named = all.stream()
                    .filter(criterion -> criterion.what.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no criterion: " + name));
            if (!named.holds) {
                failures.add(named.toString());
            }
        }
        return failures;
    }

    void print(PrintStream out) {
        out.println();
        all.forEach(out::println);
    }

    /** Prints everything and ends the process: 0 if all hold, else 1. */
    void exit(PrintStream out) {
        print(out);
        System.exit(failures().isEmpty() ? 0 : 1);
    }
}
