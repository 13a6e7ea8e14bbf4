package dev.sluice.cli;

import dev.sluice.config.SluiceConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this process with a launcher that only remembers what it was given. */
final class CommandTester {
    final Map<String, String> environment = new HashMap<>();
    final List<SluiceConfig> served = new ArrayList<>();
    int serverExitCode;

    record Result(int exitCode, String out, String err) {}

    Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Sluice.commandLine(this::serve, environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private int serve(SluiceConfig config) {
        served.add(config);
        return serverExitCode;
    }
}
