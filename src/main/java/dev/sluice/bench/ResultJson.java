package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;

/** A result for programs: counts, latencies in microseconds, and the timeline. Stateless. */
public final class ResultJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final double NANOS_OF_MICRO = 1_000;

    private ResultJson() {}

    /** Makes it. */
    public static ObjectNode of(BenchResult result) {
        BenchPlan plan = result.plan();
        ObjectNode json = JSON.createObjectNode();
        json.putObject("plan")
                .put("connections", plan.connections())
                .put("depth", plan.depth())
                .put("rate", plan.rate())
                .put("warmupMs", plan.warmup().toMillis())
                .put("durationMs", plan.duration().toMillis())
                .put("slowShare", plan.slowShare())
                .put("threads", plan.threads());
        json.put("perSecond", Math.round(result.perSecond()));
        json.put("results", result.results());
        json.put("errors", result.errorAnswers());
        ObjectNode codes = json.putObject("errorCodes");
        result.errors()
                .forEach((code, count) -> codes.put(code == Wire.NO_RESPONSE ? "other" : code.toString(), count));
        BenchResult.Misses misses = result.misses();
        json.put("lost", misses.lost())
                .put("notExecuted", misses.unread())
                .put("notSent", misses.unsent())
                .put("doubled", misses.strays())
                .put("connectionsCut", misses.connectionsCut());
        BenchResult.Drain drain = result.drain();
        if (drain != null) {
            json.putObject("drain")
                    .put("afterMs", drain.after().toMillis())
                    .put("late", drain.late())
                    .put("latestMs", drain.latest().toMillis());
        }
        json.set("latencyUs", latency(result.fast()));
        if (result.slow().getTotalCount() > 0) {
            json.set("slowLatencyUs", latency(result.slow()));
        }
        json.put("timelineStepMs", Tally.STEP_NANOS / 1_000_000);
        ArrayNode timeline = json.putArray("timeline");
        for (long step : result.timeline()) {
            timeline.add(step);
        }
        return json;
    }

    private static ObjectNode latency(Histogram histogram) {
        ObjectNode latency = JSON.createObjectNode();
        for (double percentile : PERCENTILES) {
            String name =
                    "p" + (percentile % 1 == 0 ? Integer.toString((int) percentile) : Double.toString(percentile));
            latency.put(name, histogram.getValueAtPercentile(percentile) / NANOS_OF_MICRO);
        }
        return latency.put("mean", Math.round(histogram.getMean()) / NANOS_OF_MICRO)
                .put("max", histogram.getMaxValue() / NANOS_OF_MICRO);
    }
}
