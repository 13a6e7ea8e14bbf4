package dev.sluice.sidebyside;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A comparison for programs: the plan, the machine, and for each row medians, spreads and every round. Stateless. */
final class ComparisonJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComparisonJson() {}

    /** Makes it. A figure that there is not is null. */
    static ObjectNode of(Comparison comparison) {
        Plan plan = comparison.plan();
        ObjectNode json = JSON.createObjectNode();
        ObjectNode how = json.putObject("plan")
                .put("rounds", plan.rounds())
                .put("warmupMs", plan.warmup().toMillis())
                .put("settleMs", plan.settle().toMillis())
                .put("windowMs", plan.window().toMillis());
        ArrayNode flags = how.putArray("jvmFlags");
        Contender.JVM_FLAGS.forEach(flags::add);
        json.putObject("machine")
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("arch", System.getProperty("os.arch"))
                .put("java", System.getProperty("java.vm.version"));
        json.put("clean", comparison.isClean());
        ArrayNode findings = json.putArray("findings");
        comparison.findings().forEach(findings::add);
        ArrayNode rows = json.putArray("rows");
        comparison.rows().forEach(row -> rows.add(row(comparison, row)));
        return json;
    }

    private static ObjectNode row(Comparison comparison, Row row) {
        ObjectNode json = JSON.createObjectNode()
                .put("shape", row.shape().label())
                .put("server", row.contender().label());
        put(json, "perSecond", row.of(Sample.Figures::perSecond));
        put(json, "p50Ms", row.of(Sample.Figures::p50Millis));
        put(json, "p99Ms", row.of(Sample.Figures::p99Millis));
        put(json, "cpuUs", row.of(Sample.Figures::cpuMicros));
        put(json, "peakMib", row.of(Sample.Figures::peakMib));
        put(json, "ofCeiling", comparison.throughputRatio(row, Contender.CEILING));
        put(json, "ofGrpc", comparison.throughputRatio(row, Contender.GRPC));
        ArrayNode errors = json.putArray("errors");
        row.errors().forEach(errors::add);
        ArrayNode rounds = json.putArray("rounds");
        row.samples().forEach(sample -> rounds.add(JSON.valueToTree(sample.figures())));
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<Spread> spread) {
        spread.ifPresentOrElse(there -> put(json, name, there), () -> json.putNull(name));
    }

    private static void put(ObjectNode json, String name, Spread spread) {
        if (Double.isFinite(spread.median())) {
            json.putObject(name)
                    .put("median", spread.median())
                    .put("least", spread.least())
                    .put("most", spread.most());
        } else {
            json.putNull(name);
        }
    }
}
