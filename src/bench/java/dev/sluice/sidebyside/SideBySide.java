package dev.sluice.sidebyside;

import dev.sluice.cli.CallTimeout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code make bench}: compares servers, prints one table, and writes it with all there is to know into a folder. */
@Command(
        name = "make bench",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 120,
        customSynopsis =
                "make bench ARGS=\"[--rounds N] [--warmup TIME] [--window TIME] [--servers A,B] [--shapes A,B]\"",
        description =
                "Drives Sluice and other servers in turn over loopback. Ends with 1 if anything was not a result.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SideBySide implements Callable<Integer> {
    private static final int CLEAN = 0;
    private static final int NOT_ALL_RESULTS = 1;
    private static final int WRONG_USAGE = 2;
    private static final Duration MOST_TIME = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            converter = Arguments.OfRounds.class,
            description = "Each begins with another server. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = CallTimeout.class,
            description = "Load on each new process before anything is counted; a quarter of it again before each row."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration warmup;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "4s",
            converter = CallTimeout.class,
            description = "Time in which is counted, for each row of a round. Default: ${DEFAULT-VALUE}.")
    private Duration window;

    @Option(
            names = "--servers",
            paramLabel = "A,B",
            split = ",",
            converter = Arguments.OfContender.class,
            defaultValue = "ceiling,sluice,pass,grpc,grpc-direct,rsocket,thrift,bridge",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<Contender> servers;

    @Option(
            names = "--shapes",
            paramLabel = "A,B",
            split = ",",
            converter = Arguments.OfShape.class,
            defaultValue = "64x1,64x16,64x16-slow,8x128,1000x4,64x16-1KiB,64x16-64KiB,64x1-rate",
            description = "Connections x requests in flight on each, size if it is not about 60 bytes; -slow: 1%% of"
                    + " calls take 50 ms (sluice); -rate: an open loop (sluice and grpc). Default: ${DEFAULT-VALUE}.")
    private List<Shape> shapes;

    @Option(names = "--target", hidden = true, defaultValue = "target", description = "What was built.")
    private Path target;

    /** Ends the process with 0 if there were results only, 1 if not, 2 for wrong usage. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SideBySide()).setParameterExceptionHandler((e, args) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("make bench: " + e.getMessage());
            err.flush();
            return WRONG_USAGE;
        });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = plan();
        Path folder = Files.createDirectories(target.resolve("bench"));
        PrintWriter err = spec.commandLine().getErr();
        err.println("about " + Math.max(1, plan.estimate().plusSeconds(30).toMinutes()) + " min");
        Comparison comparison = new Comparison(plan, new Rounds(plan, target, folder, err).run());
        String table = ComparisonTable.of(comparison);
        spec.commandLine().getOut().println(table);
        spec.commandLine().getOut().flush();
        Files.writeString(folder.resolve("bench.md"), table);
        Files.writeString(
                folder.resolve("bench.json"), ComparisonJson.of(comparison).toPrettyString() + "\n");
        Files.writeString(folder.resolve("bench.html"), ComparisonPage.of(comparison));
        err.println("written: " + folder.resolve("bench.md") + ", .json and .html");
        err.flush();
        return comparison.isClean() ? CLEAN : NOT_ALL_RESULTS;
    }

    /** What the options ask for. */
    Plan plan() {
        if (warmup.compareTo(MOST_TIME) > 0 || window.compareTo(MOST_TIME) > 0) {
            throw usage("--warmup and --window take 1ms to 1m");
        }
        Plan asked = new Plan(rounds, warmup, window, distinct(servers), distinct(shapes));
        Plan plan = asked.feasible();
        if (spec.commandLine().getParseResult().hasMatchedOption("--shapes")) {
            asked.shapes().stream()
                    .filter(shape -> !plan.shapes().contains(shape))
                    .findFirst()
                    .ifPresent(shape -> {
                        throw usage("--shapes " + shape.label() + " " + shape.needs());
                    });
        }
        return plan;
    }

    private static <T> List<T> distinct(List<T> values) {
        return List.copyOf(new LinkedHashSet<>(values));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
