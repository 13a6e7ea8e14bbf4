package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What commands that talk to a server have in common: which one, and where they print. Runs on the main thread. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class ClientCommand implements Callable<Integer> {
    /** The exit code when there was no connection, or nothing that can be read came back. */
    static final int NO_ANSWER = 4;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "HOST:PORT",
            converter = CallTarget.Converter.class,
            description = "The server. An IPv6 address stands in brackets: [::1]:7411.")
    private CallTarget target;

    final CallTarget target() {
        return target;
    }

    /** Says in one line why there is no answer, and from whom. */
    final int noAnswer(String cause) {
        String where = cause.contains(target.toString()) ? "" : target + ": ";
        err().println("sluice " + spec.name() + ": " + where + CallJson.printable(cause));
        err().flush();
        return NO_ANSWER;
    }

    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
