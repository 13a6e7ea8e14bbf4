package dev.sluice.server;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a node without losing a call: readiness off, lame duck, listener, connections and calls of other nodes, workers,
 * services, Vert.x. Runs
 * once, on a thread of its own that may block. Every step is bounded, and all of them together by
 * {@code drain.hardLimit}.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** Workers whose handlers were answered for are not waited for; this is for those that are about to end. */
    private static final Duration WORKERS = Duration.ofSeconds(1);

    private static final Duration PARTS = Duration.ofSeconds(2);

    /** In a cluster its members share what this one knew of the addresses. */
    private static final Duration VERTX = Duration.ofSeconds(5);

    private final Node node;

    Drain(Node node) {
        this.node = node;
    }

    /** How a drain ended. */
    record Result(Receipt receipt, boolean complete) {}

    /** Drains the node to its end. */
    Result run() throws InterruptedException {
        long startNanos = System.nanoTime();
        Duration lameDuck = node.config().drain().lameDuck();
        node.enter(ServerState.LAME_DUCK);
        node.announceDrain();
        LOG.info("stopping; readiness is off, everything is served for {} ms", lameDuck.toMillis());
        TimeUnit.NANOSECONDS.sleep(lameDuck.toNanos());

        node.enter(ServerState.DRAINING);
        long hardLimitNanos = Waiting.deadlineAfter(node.config().drain().hardLimit());
        LOG.info(
                "draining {} connections, {} calls in flight",
                node.meters().connectionsNow(),
                node.meters().inFlight());
        node.drainCluster();
        boolean inTime = Waiting.until(Future.join(node.stopGateway(), node.stopTakingCalls()), hardLimitNanos);
        boolean complete = inTime && node.meters().cutByDrainCount() == 0;

        until("workers", node.stopWorkers(), WORKERS, hardLimitNanos);
        until("services", node.stopServices(), PARTS, hardLimitNanos);
        until("the directory", node.leaveCluster(), PARTS, hardLimitNanos);
        node.enter(ServerState.STOPPED);
        until("the admin port", node.stopAdmin(), PARTS, hardLimitNanos);
        until("Vert.x", node.closeVertx(), VERTX, hardLimitNanos);
        long durationMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        return new Result(Receipt.of(node.meters(), durationMs), complete);
    }

    private static void until(String what, Future<Void> stopped, Duration longest, long hardLimitNanos)
            throws InterruptedException {
        long deadlineNanos = Waiting.deadlineAfter(longest);
        if (!Waiting.until(stopped, deadlineNanos - hardLimitNanos < 0 ? deadlineNanos : hardLimitNanos)) {
            LOG.warn("{} did not stop in time; going on without", what);
        }
    }
}
