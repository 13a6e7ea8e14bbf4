package dev.sluice.cli;

import dev.sluice.server.ServerProcess;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code sluice}, which does nothing but hold the others. Lives on the main thread. */
@Command(
        name = "sluice",
        description = "A pipelined TCP RPC server for the Vert.x event bus.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND")
public final class Sluice {
    private static final int HELP_COLUMNS = 120;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private Sluice() {}

    /** Runs one command to its end and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, config -> new ServerProcess(config, System.out, System.err).run()));
    }

    /** Runs one command to its end and returns the exit code of the process. */
    static int run(String[] args, ServerLauncher launcher) {
        return commandLine(launcher, System.getenv()).execute(args);
    }

    static CommandLine commandLine(ServerLauncher launcher, Map<String, String> environment) {
        return new CommandLine(new Sluice())
                .addSubcommand(ServeCommand.commandLine(launcher, environment))
                .addSubcommand(new CallCommand())
                .addSubcommand(new BenchCommand())
                .setUsageHelpWidth(HELP_COLUMNS)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Sluice::onWrongUsage);
    }

    private static int onWrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + oneLine(String.valueOf(e.getMessage())) + nearest(e));
        err.println("Try '" + name + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String nearest(ParameterException e) {
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return suggestions.isEmpty() ? "" : ", nearest: " + suggestions.get(0);
    }

    private static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }
}
