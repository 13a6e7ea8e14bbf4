package dev.sluice.hostile;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One client with one call in flight beside ten clients with 1,024 each, all calling the same method. */
final class Fairness {
    private static final int GREEDY = 10;
    private static final int GREEDY_DEPTH = 1_024;
    /** What the modest client's p99 may be, in p50s of the greedy ones. */
    static final double MOST_TIMES = 3;

    private final Launch launch;
    private final int seconds;
    private final double mostTimes;
    private final PrintStream out;
    private final Criteria criteria = new Criteria();

    Fairness(Launch launch, int seconds, double mostTimes, PrintStream out) {
        this.launch = launch;
        this.seconds = seconds;
        this.mostTimes = mostTimes;
        this.out = out;
    }

    Criteria run() throws IOException, InterruptedException {
        // room for all calls of the greedy: what is to be seen is the order of the queue, not its end
        launch.flags("-Xmx512m").set("blocking.queue=20000");
        try (ServedJar server = launch.start();
                LoopReport loops = new LoopReport(server.rpc())) {
            compare(server.rpc(), "demo.echo", "[1]");
            compare(server.rpc(), "demo.block", "{\"ms\":1}");
            loops.judge(server, criteria);
        }
        return criteria;
    }

    private void compare(InetSocketAddress server, String method, String params)
            throws IOException, InterruptedException {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Generator greedy = new Generator(server, GREEDY, method, params);
                Generator modest = new Generator(server, 1, method, params)) {
            greedy.closed(GREEDY_DEPTH, seconds);
            Future<Offered> many = other.submit(() -> greedy.closed(GREEDY_DEPTH, seconds));
            Offered one = modest.closed(1, seconds);
            judge(method, many.get(), one);
        } catch (ExecutionException e) {
            throw new IOException(e);
        } finally {
            other.shutdownNow();
        }
    }

    private void judge(String method, Offered many, Offered one) {
        out.printf("%s, %d greedy clients with %,d in flight: %s%n", method, GREEDY, GREEDY_DEPTH, many);
        out.printf("%s, one modest client beside them: %s%n", method, one);
        criteria.check(
                "the modest client's p99 of " + method + " is at most " + mostTimes + " times the greedy ones' p50",
                one.goodput() > 0 && one.isTruthful() && one.okMillis(99) <= mostTimes * many.okMillis(50),
                "%.2f ms and %.2f ms".formatted(one.okMillis(99), many.okMillis(50)));
    }
}
