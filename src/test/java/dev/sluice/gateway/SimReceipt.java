package dev.sluice.gateway;

import dev.sluice.metrics.Brake;
import dev.sluice.metrics.CloseReason;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What the node counted in one schedule: its meters at the end without what they showed at the beginning. */
final class SimReceipt {
    private static final int CROWD = 1_001;

    private final NodeMeters meters;
    private final MethodMeter crowded;
    private final Map<Object, Long> before = new HashMap<>();
    private final long received;
    private final long lateReplies;
    private final long cuts;
    private final boolean hasCrowd;

    /**
     * Begins to count.
     *
     * @param hasCrowd lets one method have more handlers that never ended than a method may have
     */
    SimReceipt(NodeMeters meters, boolean hasCrowd) {
        this.meters = meters;
        this.hasCrowd = hasCrowd;
        crowded = meters.method("crowded");
        received = meters.receivedCount();
        lateReplies = meters.lateReplyCount();
        cuts = meters.cutByDrainCount();
        remember(Ending.values(), meters::count);
        remember(Refusal.values(), meters::count);
        remember(Brake.values(), meters::count);
        remember(CloseReason.values(), meters::count);
        for (int i = 0; hasCrowd && i < CROWD; i++) {
            crowded.abandoned();
        }
    }

    private <E> void remember(E[] all, ToLongFunction<E> count) {
        for (E one : all) {
            before.put(one, count.applyAsLong(one));
        }
    }

    /** Handlers given up and still running, without the crowd. */
    long abandonedNow() {
        long abandoned = hasCrowd ? -CROWD : 0;
        for (MethodMeter method : meters.methods()) {
            abandoned += method.abandonedNow();
        }
        return abandoned;
    }

    long count(Ending ending) {
        return since(ending, meters.count(ending));
    }

    private long since(Object counted, long now) {
        return now - before.getOrDefault(counted, 0L);
    }

    /** The sum of all endings is what was received, nothing is open, and the meters are as they were found. */
    void close(Promises promises, SimCoverage coverage) {
        for (int i = 0; hasCrowd && i < CROWD; i++) {
            crowded.abandonedEnded();
        }
        long ended = 0;
        for (Ending ending : Ending.values()) {
            ended += count(ending);
        }
        promises.require(meters.receivedCount() - received == ended, "P1", "received is not the sum of its endings");
        promises.require(meters.connectionsNow() == 0, "P5", "connections are left");
        for (MethodMeter method : meters.methods()) {
            promises.require(method.abandonedNow() == 0, "P5", "abandoned handlers that ended still count");
        }
        report(coverage);
    }

    private void report(SimCoverage coverage) {
        for (Refusal reason : Refusal.values()) {
            add(coverage, "REFUSED_" + reason, since(reason, meters.count(reason)));
        }
        for (Brake limit : Brake.values()) {
            add(coverage, "LIMITED_" + limit, since(limit, meters.count(limit)));
        }
        for (CloseReason reason : CloseReason.values()) {
            add(coverage, "CLOSED_" + reason, since(reason, meters.count(reason)));
        }
        coverage.count(SimEvent.LATE_REPLY, meters.lateReplyCount() - lateReplies);
        coverage.count(SimEvent.CUT_BY_DRAIN, meters.cutByDrainCount() - cuts);
    }

    private static void add(SimCoverage coverage, String event, long times) {
        if (times > 0) {
            coverage.count(SimEvent.valueOf(event), times);
        }
    }
}
