package dev.sluice.cli;

import dev.sluice.bench.Bench;
import dev.sluice.bench.BenchPlan;
import dev.sluice.bench.BenchResult;
import dev.sluice.bench.ResultJson;
import dev.sluice.bench.ResultPage;
import dev.sluice.bench.ResultTable;
import dev.sluice.bench.SluiceWire;
import dev.sluice.bench.SluiceWire.Expect;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench}: load on a server, and how it bears it. Runs on the main thread and waits for the generator. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 120,
        description = {
            "Makes load on a server and prints how many results came and how long they took.",
            "",
            "Without --rate each answer makes place for the next request (a closed loop). With it requests are sent at"
                    + " their time whether or not answers come (an open loop), and latency counts from that time, so a"
                    + " server that stands still is charged for all it kept from being sent."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:results only",
            "1:errors, requests without an answer, or no result at all",
            "2:wrong usage",
            "4:no connection, or answers that cannot be read"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchCommand extends ClientCommand {
    static final int OK = 0;
    static final int NOT_ALL_RESULTS = 1;

    private static final int MOST_CONNECTIONS = 60_000;
    private static final int MOST_DEPTH = 65_536;
    private static final int DEPTH = 16;
    private static final int DEPTH_OF_OPEN_LOOP = 1_024;
    private static final int MOST_SLOW_MS = 600_000;
    private static final double MOST_RATE = 1e8;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "demo.echo",
            description = "The method to call. Default: ${DEFAULT-VALUE}.")
    private String method;

    @ArgGroup
    private @Nullable Payload payload;

    /** What is sent, one or the other. */
    @SuppressWarnings("NullAway.Init")
    static final class Payload {
        @Option(names = "--params", paramLabel = "JSON", description = "A JSON object or array. Default: [1].")
        private @Nullable String params;

        @Option(
                names = "--payload",
                paramLabel = "SIZE",
                converter = BenchSize.class,
                description = "Params of that many bytes instead, such as 100, 1KiB or 64KiB.")
        private @Nullable Integer bytes;
    }

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "Connections. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "The most requests in flight on each. Default: " + DEPTH + ", with --rate "
                    + DEPTH_OF_OPEN_LOOP + ".")
    private @Nullable Integer depth;

    @Option(names = "--rate", paramLabel = "R", description = "Send R requests a second, on all connections together.")
    private @Nullable Double rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = CallTimeout.class,
            description = "Time in which is counted. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = CallTimeout.class,
            description = "Time before that. Default: ${DEFAULT-VALUE}.")
    private Duration warmup;

    @Option(
            names = "--slow-share",
            paramLabel = "SHARE",
            defaultValue = "0%",
            converter = BenchShare.class,
            description = "Let that share of the calls, such as 1%%, be demo.sleep: what out-of-order is worth.")
    private double slowShare;

    @Option(
            names = "--slow-ms",
            paramLabel = "MS",
            defaultValue = "50",
            description = "How long those sleep. Default: ${DEFAULT-VALUE}.")
    private int slowMs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the generator. Default: half of the processors, 1 at least.")
    private @Nullable Integer threads;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON; - for standard output.")
    private @Nullable String json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots, which needs nothing else.")
    private @Nullable Path html;

    @Option(
            names = "--drain-pid",
            paramLabel = "PID",
            description = "Send SIGTERM to that process half way, and report what was lost, refused, doubled or late.")
    private @Nullable Long drainPid;

    @Option(
            names = "--any-answer",
            description = "Take every frame for a result: for servers that answer something else than JSON-RPC.")
    private boolean anyAnswer;

    @Override
    public Integer call() throws InterruptedException {
        check();
        InetSocketAddress address = new InetSocketAddress(target().host(), target().port());
        if (address.isUnresolved()) {
            return noAnswer("unknown host");
        }
        BenchPlan plan = plan(address);
        SluiceWire wire = wire();
        Bench bench = new Bench(plan, () -> wire, signal());
        try {
            return run(bench, plan);
        } catch (IOException e) {
            return noAnswer(String.valueOf(e.getMessage()));
        }
    }

    private int run(Bench bench, BenchPlan plan) throws IOException, InterruptedException {
        boolean quiet = "-".equals(json);
        if (!quiet) {
            out().println(method + " on " + target() + ", " + plan.describe());
            out().println();
            out().flush();
        }
        BenchProgress progress = new BenchProgress(err(), plan);
        BenchResult result;
        try {
            result = bench.run(progress);
        } finally {
            progress.clear();
        }
        if (!quiet) {
            ResultTable.print(result, out());
        }
        write(result);
        return exitCode(result);
    }

    private void check() {
        range("--connections", connections, MOST_CONNECTIONS);
        range("--depth", depth(), MOST_DEPTH);
        range("--slow-ms", slowMs, MOST_SLOW_MS);
        range("--threads", threads(), MOST_CONNECTIONS);
        if (rate != null && !(rate > 0 && rate <= MOST_RATE)) {
            throw usage("--rate takes more than 0 and at most 100000000 requests a second");
        }
        if (slowShare > 0 && anyAnswer) {
            throw usage("--slow-share calls demo.sleep, which a server with --any-answer does not have");
        }
        if (drainPid != null && ProcessHandle.of(drainPid).isEmpty()) {
            throw usage("--drain-pid: there is no process " + drainPid);
        }
    }

    private void range(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw usage(option + " takes 1 to " + most + ", not " + value);
        }
    }

    private BenchPlan plan(InetSocketAddress address) {
        return new BenchPlan(
                address, connections, depth(), rate == null ? 0 : rate, warmup, duration, slowShare, threads());
    }

    private int depth() {
        if (depth != null) {
            return depth;
        }
        return rate == null ? DEPTH : DEPTH_OF_OPEN_LOOP;
    }

    private int threads() {
        return threads == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : threads;
    }

    private SluiceWire wire() {
        byte[] slow = SluiceWire.request("demo.sleep", "{\"ms\":" + slowMs + "}");
        Expect expect = drainPid == null ? Expect.RESPONSES : Expect.GOODBYE;
        return SluiceWire.of(SluiceWire.request(method, params()), slow, anyAnswer ? Expect.ANY_FRAMES : expect);
    }

    private String params() {
        if (payload != null && payload.bytes != null) {
            return "[\"" + "x".repeat(Math.max(0, payload.bytes - 4)) + "\"]";
        }
        if (payload == null || payload.params == null) {
            return "[1]";
        }
        try {
            CallJson.params(payload.params, InputStream.nullInputStream());
            return payload.params;
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Bench.@Nullable Signal signal() {
        Long pid = drainPid;
        if (pid == null) {
            return null;
        }
        Duration halfWay = warmup.plus(duration).dividedBy(2);
        return new Bench.Signal(halfWay, () -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }

    private void write(BenchResult result) throws IOException {
        if ("-".equals(json)) {
            out().println(ResultJson.of(result));
            out().flush();
        } else if (json != null) {
            write(Path.of(json), ResultJson.of(result).toPrettyString() + "\n");
        }
        if (html != null) {
            write(html, ResultPage.of(result, method + " on " + target()));
        }
    }

    private static void write(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static int exitCode(BenchResult result) {
        BenchResult.Misses misses = result.misses();
        boolean onlyResults = misses.lost() == 0 && misses.strays() == 0 && misses.unsent() == 0;
        boolean mayRefuse = result.drain() != null;
        return result.results() > 0 && onlyResults && (mayRefuse || result.errorAnswers() == 0) ? OK : NOT_ALL_RESULTS;
    }
}
