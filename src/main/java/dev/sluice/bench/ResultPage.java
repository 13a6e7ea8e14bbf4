package dev.sluice.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A result as one HTML file that needs nothing else: the plot library, uPlot, is taken from the class path and lies in it.
 * Stateless.
 */
public final class ResultPage {
    private static final String PLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.";
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
        return resource("page.html")
                .replace("@TITLE@", escaped(title))
                .replace("@PLAN@", escaped(result.plan().describe()))
                .replace("@TABLE@", escaped(table.toString()))
                .replace("@UPLOT_CSS@", resource(PLOT + "min.css"))
                .replace("@UPLOT_JS@", resource(PLOT + "iife.min.js"))
                .replace("@DATA@", data.toString().replace("</", "<\\/"));
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

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ResultPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name + " from the class path", e);
        }
    }
}
