package dev.sluice.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Map;

/** Shows the histograms of a node. Reads them when it is asked, on any thread. */
final class HistogramCollector implements MultiCollector {
    private static final double NANOS_PER_SECOND = 1e9;

    private final NodeMeters meters;

    HistogramCollector(NodeMeters meters) {
        this.meters = meters;
    }

    @Override
    public MetricSnapshots collect() {
        HistogramSnapshot.Builder durations = builder(
                "sluice_request_duration_seconds", "From the complete frame to the answer, by registered method");
        for (MethodMeter method : meters.methods()) {
            durations.dataPoint(dataPoint(method.durations(), "method", method.method()));
        }
        HistogramSnapshot.Builder delays =
                builder("sluice_queue_delay_seconds", "From the complete frame to the handler, by lane");
        for (Map.Entry<String, Histogram> lane : meters.queueDelays().entrySet()) {
            delays.dataPoint(dataPoint(lane.getValue(), "lane", lane.getKey()));
        }
        return MetricSnapshots.of(durations.build(), delays.build());
    }

    private static HistogramSnapshot.Builder builder(String name, String help) {
        return HistogramSnapshot.builder().name(name).help(help).unit(Unit.SECONDS);
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot dataPoint(
            Histogram histogram, String label, String value) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < histogram.buckets(); i++) {
            long boundNanos = histogram.boundNanos(i);
            double bound = boundNanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : boundNanos / NANOS_PER_SECOND;
            buckets.bucket(bound, histogram.count(i));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(histogram.sumNanos() / NANOS_PER_SECOND)
                .labels(Labels.of(label, value))
                .build();
    }
}
