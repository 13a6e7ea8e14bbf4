package dev.sluice.cli;

import dev.sluice.bench.Bench;
import dev.sluice.bench.BenchPlan;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * One line on a terminal that says how far a bench is, drawn anew a few times a second; nothing where nobody looks. Drawn here,
 * for the libraries that do it bring a terminal's whole driver.
 */
final class BenchProgress implements Bench.Watch {
    private static final int WIDTH = 30;
    private static final String ERASE = "\r\033[K";

    private final PrintWriter err;
    private final long totalNanos;
    private final long warmupNanos;
    private final boolean shown;
    private long lastNanos;
    private long lastResults;
    private boolean drawn;

    BenchProgress(PrintWriter err, BenchPlan plan) {
        this(err, plan, isTerminal());
    }

    /**
     * @param shown whether somebody looks
     */
    BenchProgress(PrintWriter err, BenchPlan plan, boolean shown) {
        this.err = err;
        this.warmupNanos = plan.warmup().toNanos();
        this.totalNanos = warmupNanos + plan.duration().toNanos();
        this.shown = shown;
    }

    @Override
    public void at(long elapsedNanos, long results) {
        if (!shown || elapsedNanos <= lastNanos) {
            return;
        }
        double perSecond = (results - lastResults) * 1e9 / (elapsedNanos - lastNanos);
        lastNanos = elapsedNanos;
        lastResults = results;
        int done = (int) Math.min(WIDTH, elapsedNanos * WIDTH / totalNanos);
        String bar = "#".repeat(done) + "-".repeat(WIDTH - done);
        String phase = elapsedNanos < warmupNanos ? "warm-up" : "measure";
        err.print(String.format(
                Locale.ROOT, "%s%s [%s] %4.1f s, %,.0f results/s", ERASE, phase, bar, elapsedNanos / 1e9, perSecond));
        err.flush();
        drawn = true;
    }

    /** Takes the line away. */
    void clear() {
        if (drawn) {
            err.print(ERASE);
            err.flush();
            drawn = false;
        }
    }

    /** Since JDK 22 there is a console without a terminal, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull") // that is what the method it looks for is for
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
