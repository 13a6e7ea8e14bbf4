package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One case of the list.
 *
 * @param name a sentence
 * @param logged what has to stand on the server's standard error afterwards
 * @param unlogged what must not
 * @param exitCode what the process ends with; null if it does not end
 * @param receipt its drain receipt; null if that is not looked at
 */
record Case(
        String name,
        List<Step> steps,
        List<Pattern> logged,
        List<Pattern> unlogged,
        @Nullable Integer exitCode,
        @Nullable JsonPattern receipt) {

    /** Reads a case; a case without {@code steps} is one step itself. */
    static Case of(JsonNode node, String file) {
        String name = new Fields(node, "a case of " + file).text("name");
        String where = file + ", \"" + name + "\"";
        Fields fields = new Fields(node, where);
        fields.text("name");
        fields.textOrNull("source");
        fields.textOrNull("why");
        List<Step> steps = new ArrayList<>();
        if (fields.has("steps")) {
            for (JsonNode step : fields.list("steps")) {
                Fields ofStep = new Fields(step, where + ", a step");
                steps.add(Step.of(ofStep));
                ofStep.end();
            }
        } else {
            steps.add(Step.of(fields));
        }
        List<Pattern> logged = patterns(fields, "log");
        List<Pattern> unlogged = patterns(fields, "unlogged");
        Integer exitCode = fields.has("exit") ? Integer.valueOf((int) fields.number("exit", 0, 255)) : null;
        JsonPattern receipt = fields.has("receipt") ? JsonPattern.of(fields.text("receipt")) : null;
        fields.end();
        return new Case(name, steps, logged, unlogged, exitCode, receipt);
    }

    private static List<Pattern> patterns(Fields fields, String key) {
        return fields.texts(key).stream().map(Pattern::compile).toList();
    }
}
