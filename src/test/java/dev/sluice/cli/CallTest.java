package dev.sluice.cli;

import dev.sluice.client.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Runs the command as if it was typed; what it prints is in {@code out} and {@code err}. */
@Timeout(30)
abstract class CallTest {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    String stdin = "";

    static String target(ScriptedServer server) {
        return "127.0.0.1:" + server.port();
    }

    int run(String... arguments) {
        CallCommand command = new CallCommand(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
