package dev.sluice.load;

import dev.sluice.cluster.HazelcastEngine;
import dev.sluice.config.Cluster;
import io.vertx.core.AsyncResult;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What calls to another node are measured against: {@code eventBus.request()} of clustered Vert.x, joined by Hazelcast as
 * Sluice's nodes are, with nothing of Sluice between. A process that replies with the body, and one that asks; both end with
 * their input.
 */
public final class PlainRequest {
    static final String CONSUME = "consume";
    static final String ASK = "ask";
    static final String READY = "ready";

    /** What is sent and comes back. */
    static final String BODY = "{\"value\":1}";

    private static final String ADDRESS = "plain.echo";
    private static final String HOST = "127.0.0.1";
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private PlainRequest() {}

    /** Takes {@code consume} or {@code ask}, the port for membership, all members, and how many requests in flight. */
    public static void main(String[] args) throws Exception {
        Vertx vertx = join(Integer.parseInt(args[1]), List.of(args[2].split(",", -1)));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        if (args[0].equals(CONSUME)) {
            await(vertx.deployVerticle(Consumer::new, new DeploymentOptions().setInstances(LOOPS)));
            System.out.println(READY);
            in.readLine();
        } else {
            ask(askers(vertx, Integer.parseInt(args[3])), in);
        }
        System.exit(0);
    }

    private static Vertx join(int port, List<String> members) throws Exception {
        Cluster cluster = new Cluster(
                true,
                "plain",
                new Cluster.Bind(HOST, port, 0),
                new Cluster.Known("", 0, 0),
                new Cluster.Discovery(members, "", false),
                Duration.ZERO,
                new Cluster.Security(null, null, null, false),
                null);
        VertxOptions options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(LOOPS)
                .setEventBusOptions(new EventBusOptions().setHost(HOST));
        return await(Vertx.builder()
                .with(options)
                .withClusterManager(new HazelcastEngine(cluster).manager())
                .buildClustered());
    }

    private static List<Asker> askers(Vertx vertx, int inFlight) throws Exception {
        List<Asker> askers = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            Asker asker = new Asker(inFlight * (i + 1) / LOOPS - inFlight * i / LOOPS);
            await(vertx.deployVerticle(asker));
            askers.add(asker);
        }
        return askers;
    }

    /** Each line of input is a run: time before anything is counted, and time in which it is, in milliseconds. */
    private static void ask(List<Asker> askers, BufferedReader in) throws Exception {
        System.out.println(READY);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            long windowNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1]));
            long fromNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[0]));
            List<Future<Run>> runs = new ArrayList<>();
            for (Asker asker : askers) {
                runs.add(asker.run(fromNanos, fromNanos + windowNanos));
            }
            Histogram latencies = Run.histogram();
            long failures = 0;
            for (Future<Run> run : runs) {
                latencies.add(await(run).latencies);
                failures += await(run).failures;
            }
            double perSecond = latencies.getTotalCount() * (double) TimeUnit.SECONDS.toNanos(1) / windowNanos;
            System.out.println(Measured.of(latencies, perSecond, failures).line());
        }
    }

    private static <T> T await(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Replies with what it gets. */
    private static final class Consumer extends VerticleBase {
        @Override
        public Future<?> start() {
            return vertx.eventBus().consumer(ADDRESS, Consumer::onMessage).completion();
        }

        private static void onMessage(Message<JsonObject> message) {
            message.reply(message.body());
        }
    }

    /** Counts what came between two moments of {@link System#nanoTime()}. For one loop, until it has ended. */
    private static final class Run {
        final long fromNanos;
        final long untilNanos;
        final Histogram latencies = histogram();
        final Promise<Run> ended = Promise.promise();
        int inFlight;
        long failures;

        Run(long fromNanos, long untilNanos) {
            this.fromNanos = fromNanos;
            this.untilNanos = untilNanos;
        }

        static Histogram histogram() {
            return new Histogram(100, TimeUnit.HOURS.toNanos(1), 3);
        }

        /** Returns false if it is over. */
        boolean replied(boolean isResult, long sentNanos) {
            long nowNanos = System.nanoTime();
            boolean isOver = nowNanos - untilNanos >= 0;
            if (!isResult) {
                failures++;
            } else if (nowNanos - fromNanos >= 0 && !isOver) {
                latencies.recordValue(nowNanos - sentNanos);
            }
            return !isOver;
        }
    }

    /** Keeps a number of requests in flight while a run lasts, each made when a reply has come. */
    private static final class Asker extends VerticleBase {
        private final JsonObject body = new JsonObject(BODY);
        private final int most;

        Asker(int most) {
            this.most = most;
        }

        /** Begins on its loop; completes when the last reply has come. */
        Future<Run> run(long fromNanos, long untilNanos) {
            Run run = new Run(fromNanos, untilNanos);
            context.runOnContext(begin -> {
                for (; run.inFlight < most; run.inFlight++) {
                    ask(run);
                }
            });
            return run.ended.future();
        }

        private void ask(Run run) {
            long sentNanos = System.nanoTime();
            vertx.eventBus().<JsonObject>request(ADDRESS, body).onComplete(reply -> onReply(run, sentNanos, reply));
        }

        private void onReply(Run run, long sentNanos, AsyncResult<Message<JsonObject>> reply) {
            if (run.replied(reply.succeeded(), sentNanos)) {
                ask(run);
            } else if (--run.inFlight == 0) {
                run.ended.complete(run);
            }
        }
    }
}
