package dev.sluice.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fuzzer's log says in the end.
 *
 * @param executions inputs tried, seeds included
 * @param perSecond how many of them in a second
 * @param edges branches of instrumented code that were taken
 * @param corpusInputs inputs kept because each reached something new
 * @param finding the first thing that went wrong; empty if nothing did
 * @param input the file with the input that made it go wrong; empty if there is none
 */
record FuzzLog(long executions, long perSecond, long edges, long corpusInputs, String finding, String input) {
    private static final Pattern STATUS = Pattern.compile("#\\d+\\s+\\w+\\s+cov: (\\d+) ft: \\d+ corp: (\\d+)/.*");
    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern PER_SECOND = Pattern.compile("stat::average_exec_per_sec: +(\\d+)");
    private static final Pattern FINDING = Pattern.compile("(== Java Exception: .*|.*ERROR: .*)");
    private static final Pattern INPUT = Pattern.compile(".*Test unit written to (.*)");

    static FuzzLog read(Path file) throws IOException {
        String log = Files.readString(file, StandardCharsets.ISO_8859_1);
        return new FuzzLog(
                number(log, EXECUTIONS, 1),
                number(log, PER_SECOND, 1),
                number(log, STATUS, 1),
                number(log, STATUS, 2),
                first(log, FINDING),
                first(log, INPUT));
    }

    /** The last one; 0 if there is none. */
    private static long number(String log, Pattern pattern, int group) {
        return pattern.matcher(log)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(group)))
                .reduce(0, (earlier, later) -> later);
    }

    private static String first(String log, Pattern pattern) {
        Matcher found = pattern.matcher(log);
        return found.find() ? found.group(1) : "";
    }
}
