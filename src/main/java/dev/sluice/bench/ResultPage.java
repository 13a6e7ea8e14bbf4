package dev.sluice.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A result as one HTML file that needs nothing else: the plot library lies in it. Stateless. */
public final class ResultPage {
    private static final int TICKS_PER_HALVING = 8;
    private static final double MOST_NINES = 0.999999;

    private ResultPage() {}

    /**
     * Makes it.
     *
     * @param title what was called, and where
     */
    public static String of(BenchResult result, String title) {
        ObjectNode data = ResultJson.of(result);
        data.set("percentiles", percentiles(result.fast()));
        if (result.slow().getTotalCount() > 0) {
            data.set("slowPercentiles", percentiles(result.slow()));
        }
        StringWriter table = new StringWriter();
        ResultTable.print(result, new PrintWriter(table));
        return PlotLibrary.into(PlotLibrary.resource("page.html"))
                .replace("@TITLE@", PlotLibrary.escaped(title))
                .replace("@PLAN@", PlotLibrary.escaped(result.plan().describe()))
                .replace("@TABLE@", PlotLibrary.escaped(table.toString()))
                .replace("@DATA@", PlotLibrary.script(data));
    }

    /** Pairs of 1 / (1 - share) and milliseconds, closer to each other the rarer they are. */
    private static ArrayNode percentiles(Histogram histogram) {
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        for (HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALVING)) {
            double share = value.getPercentileLevelIteratedTo() / 100;
            if (share <= MOST_NINES) {
                points.addArray().add(1 / (1 - share)).add(value.getValueIteratedTo() / 1e6);
            }
        }
        return points;
    }
}
