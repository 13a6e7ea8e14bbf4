package dev.sluice.hostile;

import dev.sluice.hostile.ServerWatch.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Prints what hostile clients did, how the server ended them, and its memory over time. */
final class HostileReport {
    private static final int ROWS = 10;
    private static final double MIB = 1024 * 1024;
    private static final String[] METERS = {
        "sluice_connections_closed_total",
        "sluice_rejected_total",
        "sluice_limited_total",
        "sluice_abandoned",
        "sluice_budget"
    };

    private final PrintStream out;

    HostileReport(PrintStream out) {
        this.out = out;
    }

    void print(List<Crowd> crowds, List<Sample> samples, ServedJar server) throws IOException {
        out.println(Tally.heading());
        for (Crowd crowd : crowds) {
            out.println(crowd.tally().row(crowd.shape().label()));
        }
        out.println();
        out.printf("%8s %22s %14s%n", "s", "heap after GC, MiB", "resident, MiB");
        for (int row = 0; row < Math.min(ROWS, samples.size()); row++) {
            Sample sample = samples.get(row * samples.size() / Math.min(ROWS, samples.size()));
            out.printf(
                    "%8.1f %22.1f %14.1f%n",
                    sample.atMs() / 1e3, sample.heapBytes() / MIB, sample.residentBytes() / MIB);
        }
        out.println();
        if (server.isAlive()) {
            server.metrics(METERS).forEach(out::println);
        }
        server.err()
                .lines()
                .filter(line -> line.contains(" ERROR "))
                .limit(ROWS)
                .forEach(out::println);
    }
}
