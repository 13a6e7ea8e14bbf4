package dev.sluice.sidebyside;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A comparison as a table in Markdown whose columns are aligned, so that it can be read as it is, too. Stateless. */
final class ComparisonTable {
    private static final List<String> HEAD = List.of(
            "shape",
            "server",
            "requests/s",
            "least to most",
            "p50 ms",
            "p99 ms",
            "CPU µs",
            "peak MiB",
            "of ceiling",
            "of grpc",
            "errors");
    private static final int FIRST_NUMBER = 2;
    private static final int LAST_NUMBER = 9;
    private static final String NOTHING = "-";

    private ComparisonTable() {}

    /** Makes it, with what has to be known to read it, and the errors in full. */
    static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        List<List<String>> lines = new ArrayList<>(List.of(HEAD));
        comparison.rows().forEach(row -> lines.add(cells(comparison, row)));
        int[] widths = widths(lines);
        text.append(line(HEAD, widths)).append(rule(widths));
        lines.subList(1, lines.size()).forEach(cells -> text.append(line(cells, widths)));
        text.append('\n');
        comparison.findings().forEach(finding -> text.append(finding).append('\n'));
        text.append(legend(comparison.plan()));
        for (Row row : comparison.rows()) {
            row.errors().forEach(error -> text.append(errorLine(row, error)));
        }
        return text.toString();
    }

    private static List<String> cells(Comparison comparison, Row row) {
        Spread perSecond = row.of(Sample.Figures::perSecond);
        return List.of(
                row.shape().label(),
                row.contender().label(),
                number("%,.0f", perSecond.median()),
                Double.isFinite(perSecond.median())
                        ? number("%,.0f", perSecond.least()) + " to " + number("%,.0f", perSecond.most())
                        : NOTHING,
                number("%.3f", row.of(Sample.Figures::p50Millis).median()),
                number("%.3f", row.of(Sample.Figures::p99Millis).median()),
                number("%.2f", row.of(Sample.Figures::cpuMicros).median()),
                number("%,.0f", row.of(Sample.Figures::peakMib).median()),
                ratio(comparison.throughputRatio(row, Contender.CEILING)),
                ratio(comparison.throughputRatio(row, Contender.GRPC)),
                row.errors().isEmpty() ? "none" : "ERRORS");
    }

    private static String number(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NOTHING;
    }

    private static String ratio(Optional<Spread> ratio) {
        return ratio.map(spread -> number("%.2f", spread.median())).orElse(NOTHING);
    }

    private static int[] widths(List<List<String>> lines) {
        int[] widths = new int[HEAD.size()];
        for (List<String> cells : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - cells.get(i).length());
            padded.add(isNumber(i) ? blanks + cells.get(i) : cells.get(i) + blanks);
        }
        return "| " + String.join(" | ", padded) + " |\n";
    }

    private static String rule(int[] widths) {
        List<String> cells = new ArrayList<>(Collections.nCopies(widths.length, ""));
        for (int i = 0; i < widths.length; i++) {
            cells.set(i, isNumber(i) ? "-".repeat(widths[i] - 1) + ":" : "-".repeat(widths[i]));
        }
        return line(cells, widths);
    }

    private static boolean isNumber(int column) {
        return column >= FIRST_NUMBER && column <= LAST_NUMBER;
    }

    private static String legend(Plan plan) {
        return String.format(
                Locale.ROOT,
                "Medians of %d round%s of %s s each, after %s s of load on a new process and %s s of the shape itself."
                        + " Ratios are medians of the ratios within a round. CPU is that of the server's process for a"
                        + " request, memory its peak since the start. JVM flags of every server: %s.\n",
                plan.rounds(),
                plan.rounds() == 1 ? "" : "s",
                seconds(plan.window().toMillis()),
                seconds(plan.warmup().toMillis()),
                seconds(plan.settle().toMillis()),
                String.join(" ", Contender.JVM_FLAGS));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, millis % 1_000 == 0 ? "%.0f" : "%.1f", millis / 1_000.0);
    }

    private static String errorLine(Row row, String error) {
        return "ERRORS of " + row.contender().label() + " at " + row.shape().label() + ", " + error + "\n";
    }
}
