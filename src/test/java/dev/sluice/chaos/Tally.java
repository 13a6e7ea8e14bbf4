package dev.sluice.chaos;

import dev.sluice.chaos.Fault.Kind;
import dev.sluice.chaos.Trial.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All verdicts of one use of the tool, and the table of them. For one thread. */
final class Tally {
    private static final int MOST_KINDS = 20;
    private static final int MOST_STORIES_OF_A_KIND = 2;

    private final List<Outcome> outcomes = new ArrayList<>();

    /** Runs some trials and prints each verdict, with the stories of what is wrong. */
    static Tally of(List<Trial> trials) throws Exception {
        Tally tally = new Tally();
        for (Trial trial : trials) {
            Outcome outcome = trial.run();
            System.out.println(outcome);
            tell(outcome.ledger(), outcome.verdict());
            tally.outcomes.add(outcome);
        }
        return tally;
    }

    boolean isClean() {
        return outcomes.stream().allMatch(outcome -> outcome.verdict().isClean());
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    /** One line for each signal. */
    String table() {
        StringBuilder text = new StringBuilder(row(
                "",
                "runs",
                "exit",
                "lost",
                "doubled",
                "untruthful",
                "unclean",
                "sent",
                "answered",
                "refused",
                "shortest",
                "median",
                "longest"));
        for (Stop.How how : Stop.How.values()) {
            List<Outcome> runs = outcomes.stream()
                    .filter(outcome -> outcome.ledger().stop().how() == how)
                    .toList();
            if (!runs.isEmpty()) {
                text.append(row(how, runs));
            }
        }
        return text.toString();
    }

    /** Two stories of everything that is wrong, and how many there are. */
    static void tell(Ledger ledger, Verdict verdict) {
        Story story = new Story(ledger);
        Map<String, List<Fault>> kinds = verdict.faults().stream()
                .collect(Collectors.groupingBy(Fault::title, LinkedHashMap::new, Collectors.toList()));
        kinds.entrySet().stream().limit(MOST_KINDS).forEach(kind -> {
            System.out.println("  " + kind.getValue().size() + " x " + kind.getKey());
            kind.getValue().stream()
                    .limit(MOST_STORIES_OF_A_KIND)
                    .map(story::of)
                    .forEach(System.out::println);
        });
    }

    private static String row(Stop.How how, List<Outcome> runs) {
        TreeMap<Integer, Integer> exits = new TreeMap<>();
        runs.forEach(run -> exits.merge(run.ledger().stop().exitCode(), 1, Integer::sum));
        List<Long> ms = runs.stream().map(Outcome::stopMs).sorted().toList();
        return row(
                how.name(),
                runs.size(),
                exits.entrySet().stream()
                        .map(exit -> exit.getKey() + ":" + exit.getValue())
                        .reduce((a, b) -> a + " " + b)
                        .orElse(""),
                faults(runs, Kind.LOST),
                faults(runs, Kind.DOUBLED),
                faults(runs, Kind.UNTRUTHFUL),
                faults(runs, Kind.UNCLEAN),
                runs.stream().mapToLong(run -> run.verdict().counts().sent()).sum(),
                runs.stream()
                        .mapToLong(run -> run.verdict().counts().answered())
                        .sum(),
                runs.stream().mapToLong(run -> run.verdict().counts().refused()).sum(),
                ms.get(0) + " ms",
                ms.get(ms.size() / 2) + " ms",
                ms.get(ms.size() - 1) + " ms");
    }

    private static long faults(List<Outcome> runs, Kind kind) {
        return runs.stream().mapToLong(run -> run.verdict().count(kind)).sum();
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-8s%6s  %-10s%6s%9s%12s%9s%11s%11s%9s%10s%10s%10s%n", cells);
    }
}
