package dev.sluice.bench;

import dev.sluice.jsonrpc.ErrorCode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Prints a result for people: latencies in milliseconds, and only what there is to say. Stateless. */
public final class ResultTable {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private ResultTable() {}

    /** Prints it. */
    public static void print(BenchResult result, PrintWriter out) {
        line(out, "%-14s %,15.0f", "results/s", result.perSecond());
        line(out, "%-14s %,15d", "results", result.results());
        line(out, "%-14s %,15d", "errors", result.errorAnswers());
        printMisses(result, out);
        BenchResult.Drain drain = result.drain();
        if (drain != null) {
            line(
                    out,
                    "%-14s %,15d  answers after SIGTERM, which was sent at %.1f s; the last one came %,d ms later",
                    "late",
                    drain.late(),
                    drain.after().toMillis() / 1000.0,
                    drain.latest().toMillis());
        }
        out.println();
        line(out, "%-14s %10s %10s %10s %10s %10s", "latency in ms", "p50", "p90", "p99", "p99.9", "max");
        boolean hasSlow = result.slow().getTotalCount() > 0;
        printLatency(out, hasSlow ? "  fast calls" : "  all calls", result.fast());
        if (hasSlow) {
            printLatency(out, "  slow calls", result.slow());
        }
        if (!result.errors().isEmpty()) {
            out.println();
            for (Map.Entry<Integer, Long> error : result.errors().entrySet()) {
                line(out, "%,15d answers with %s", error.getValue(), nameOf(error.getKey()));
            }
        }
        out.flush();
    }

    private static void printMisses(BenchResult result, PrintWriter out) {
        BenchResult.Misses misses = result.misses();
        miss(out, "lost", misses.lost(), "in flight when their connection ended, or five seconds after the end");
        miss(out, "not executed", misses.unread(), "unanswered, after the server had said goodbye: safe to send again");
        miss(out, "not sent", misses.unsent(), "their time came, but all places were taken: the rate was not reached");
        miss(out, "doubled", misses.strays(), "answers to nothing that was asked, or second ones");
        miss(out, "cut", misses.connectionsCut(), "connections that the server ended");
    }

    private static void miss(PrintWriter out, String name, long count, String meaning) {
        if (count > 0) {
            line(out, "%-14s %,15d  %s", name, count, meaning);
        }
    }

    private static void printLatency(PrintWriter out, String name, Histogram histogram) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-14s", name));
        for (double percentile : PERCENTILES) {
            line.append(String.format(Locale.ROOT, " %10.3f", millis(histogram.getValueAtPercentile(percentile))));
        }
        out.println(line.append(String.format(Locale.ROOT, " %10.3f", millis(histogram.getMaxValue()))));
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    /** An error's code, and its name if it is one of ours. */
    static String nameOf(int code) {
        if (code == Wire.NO_RESPONSE) {
            return "what is no JSON-RPC response";
        }
        for (ErrorCode known : ErrorCode.values()) {
            if (known.code() == code) {
                return code + " " + known.message();
            }
        }
        return Integer.toString(code);
    }
}
