package dev.sluice.sidebyside;

import dev.sluice.bench.Bench;
import dev.sluice.bench.BenchPlan;
import dev.sluice.bench.BenchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code make scaling}: how the cost of a call grows with connections, depth, size and processors. Prints a table, and writes
 * it with a picture. For the main thread.
 */
public final class Scaling {
    private static final Duration WARMUP = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofMillis(1_500);
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Duration NOTHING = Duration.ofMillis(1);
    private static final int ROUNDS = 3;
    private static final List<Contender> SERVERS = List.of(Contender.CEILING, Contender.SLUICE, Contender.PASS);

    private final Path target;
    private final Path folder;
    private final List<Point> points = new ArrayList<>();

    private Scaling(Path target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    /**
     * One value of one axis for one server: medians of the rounds.
     *
     * @param perSecond results a second
     * @param cpuMicros CPU time of the server for a result, in microseconds
     */
    record Point(Axis axis, int value, Contender server, double perSecond, double cpuMicros) {}

    /** A load and what it gave, round by round. */
    private record Series(Axis axis, int value, List<Double> perSecond, List<Double> cpuMicros) {
        Series(Axis axis, int value) {
            this(axis, value, new ArrayList<>(), new ArrayList<>());
        }

        Point of(Contender server) {
            return new Point(axis, value, server, median(perSecond), median(cpuMicros));
        }

        private static double median(List<Double> figures) {
            return Spread.of(figures.stream().mapToDouble(Double::doubleValue)).median();
        }
    }

    /** Takes about a quarter of an hour; ends with an exception if a server does not start. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path target = Path.of("target");
        Path folder = Files.createDirectories(target.resolve("bench"));
        List<Point> points = new Scaling(target, folder).run();
        String table = table(points);
        System.out.print(table);
        Files.writeString(folder.resolve("scaling.md"), table);
        Files.writeString(folder.resolve("scaling.svg"), ScalingPlot.of(points));
        System.err.println("written: " + folder.resolve("scaling.md") + " and .svg");
    }

    private List<Point> run() throws IOException, InterruptedException {
        for (Contender server : SERVERS) {
            List<Series> series = new ArrayList<>();
            for (Axis axis : List.of(Axis.CONNECTIONS, Axis.DEPTH, Axis.SIZE)) {
                axis.ticks().forEach(value -> series.add(new Series(axis, value)));
            }
            measure(server, server.command(target), series);
            for (int cores : Axis.CORES.ticks()) {
                List<String> command = new ArrayList<>(List.of("taskset", "-c", "0-" + (cores - 1)));
                command.addAll(server.command(target));
                measure(server, command, List.of(new Series(Axis.CORES, cores)));
            }
        }
        return points;
    }

    private void measure(Contender server, List<String> command, List<Series> all)
            throws IOException, InterruptedException {
        try (RunningServer running = RunningServer.start(command, folder.resolve("scaling.log"))) {
            BenchPlan warmUp = Axis.CORES.load(running.address(), 1, WARMUP, NOTHING);
            drive(server, warmUp, Axis.CORES.params(1), (elapsed, results) -> {});
            for (int round = 1; round <= ROUNDS; round++) {
                for (Series series : all) {
                    measure(running, server, series);
                }
            }
        }
        all.forEach(series -> points.add(series.of(server)));
    }

    private static void measure(RunningServer running, Contender server, Series series)
            throws IOException, InterruptedException {
        Axis axis = series.axis();
        BenchPlan plan = axis.load(running.address(), series.value(), SETTLE, WINDOW);
        CostWatch costs = new CostWatch(running.costs(), plan);
        BenchResult result = drive(server, plan, axis.params(series.value()), costs);
        double perSecond = result.fast().getTotalCount() / (double) WINDOW.toSeconds();
        series.perSecond().add(perSecond);
        series.cpuMicros().add(costs.cpuMicrosOfResult());
        System.err.printf(
                Locale.ROOT, "%-8s %-12s %6d %,12.0f/s%n", server.label(), axis.name(), series.value(), perSecond);
    }

    private static BenchResult drive(Contender server, BenchPlan plan, String params, Bench.Watch watch)
            throws IOException, InterruptedException {
        return new Bench(plan, () -> server.wire(params, plan.depth())).run(watch);
    }

    private static String table(List<Point> points) {
        StringBuilder table = new StringBuilder("| axis | value |");
        SERVERS.forEach(server -> table.append(' ').append(server.label()).append("/s | CPU µs |"));
        table.append("\n|---|---:|").append("---:|---:|".repeat(SERVERS.size())).append('\n');
        for (Axis axis : Axis.values()) {
            for (int value : axis.ticks()) {
                table.append(String.format(Locale.ROOT, "| %s | %,d |", axis.title(), value));
                points.stream()
                        .filter(point -> point.axis() == axis && point.value() == value)
                        .forEach(point -> table.append(
                                String.format(Locale.ROOT, " %,.0f | %.2f |", point.perSecond(), point.cpuMicros())));
                table.append('\n');
            }
        }
        return table.toString();
    }
}
