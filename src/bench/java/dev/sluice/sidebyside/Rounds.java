package dev.sluice.sidebyside;

import dev.sluice.bench.Bench;
import dev.sluice.bench.BenchPlan;
import dev.sluice.bench.BenchResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Carries a plan out: each server is started, warmed up, loaded step by step, and stopped. For the main thread. */
final class Rounds {
    private static final Duration NOTHING = Duration.ofMillis(1);

    private final Plan plan;
    private final Path target;
    private final Path logs;
    private final PrintWriter err;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * @param target the folder of what was built
     * @param logs a folder for the logs of servers
     * @param err gets a line for each step
     */
    Rounds(Plan plan, Path target, Path logs, PrintWriter err) {
        this.plan = plan;
        this.target = target;
        this.logs = logs;
        this.err = err;
    }

    /** Takes its time, and returns a sample for each step, those that failed included. */
    List<Sample> run() throws InterruptedException {
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Plan.Visit visit : plan.visits(round)) {
                visit(visit);
            }
        }
        return samples;
    }

    private void visit(Plan.Visit visit) throws InterruptedException {
        int done = samples.size();
        Contender contender = visit.contender();
        Path log = logs.resolve(contender.label() + ".log");
        try (RunningServer server = RunningServer.start(contender.command(target), log)) {
            warmUp(server, contender);
            for (Step step : visit.steps()) {
                add(measured(server, step));
            }
        } catch (IOException e) {
            for (Step step :
                    visit.steps().subList(samples.size() - done, visit.steps().size())) {
                add(Sample.failed(step, String.valueOf(e.getMessage())));
            }
        }
    }

    private void warmUp(RunningServer server, Contender contender) throws IOException, InterruptedException {
        BenchPlan load = Shape.PIPELINED.load(server.address(), 0, plan.warmup(), NOTHING);
        new Bench(load, () -> contender.wire(Shape.PIPELINED)).run((elapsed, results) -> {});
    }

    private Sample measured(RunningServer server, Step step) throws IOException, InterruptedException {
        Shape shape = step.shape();
        double rate = shape.isOpen() ? rate(step.round()) : 0;
        BenchPlan load = shape.load(server.address(), rate, plan.settle(), plan.window());
        CostWatch costs = new CostWatch(server.costs(), load);
        BenchResult result = new Bench(load, () -> step.contender().wire(shape)).run(costs);
        return Sample.of(step, result, costs.cpuMicrosOfResult(), server.costs().peakBytes());
    }

    /** Half of what gRPC has reached in this round. */
    private double rate(int round) throws IOException {
        for (Sample sample : samples) {
            Sample.Figures figures = sample.figures();
            if (sample.step().equals(new Step(round, Contender.GRPC, Shape.ONE_EACH)) && figures != null) {
                return figures.perSecond() / 2;
            }
        }
        throw new IOException("there is no rate: gRPC has no result at " + Shape.ONE_EACH.label());
    }

    private void add(Sample sample) {
        samples.add(sample);
        Step step = sample.step();
        Sample.Figures figures = sample.figures();
        String outcome = figures == null
                ? ""
                : String.format(Locale.ROOT, "%,.0f/s, p99 %.3f ms", figures.perSecond(), figures.p99Millis());
        err.println(String.format(
                Locale.ROOT,
                "round %d of %d, %-11s %-11s %s %s",
                step.round(),
                plan.rounds(),
                step.contender().label(),
                step.shape().label(),
                outcome,
                String.join(", ", sample.errors())));
        err.flush();
    }
}
