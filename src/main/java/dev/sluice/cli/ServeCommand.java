package dev.sluice.cli;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.LoadedConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice serve}: reads the configuration and serves with it. Lives on the main thread. */
@Command(
        name = "serve",
        description = {
            "Serves until SIGINT or SIGTERM, then drains.",
            "",
            "Options win over environment variables, these over the file, and that over the defaults.",
            ""
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:drained, nothing was cut",
            "1:could not start",
            "2:wrong usage",
            "3:drained, but something was cut at the deadline",
            "130:stopped at once by a second SIGINT",
            "143:stopped at once by a second SIGTERM"
        })
final class ServeCommand implements Callable<Integer> {
    private static final int COULD_NOT_START = 1;

    private final ServerLauncher launcher;
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file; conf/sluice.yaml has every key.")
    private @Nullable Path file;

    @Option(names = "--host", paramLabel = "H", description = "Address that clients connect to (listen.host).")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "P", description = "Port that clients connect to (listen.port).")
    private @Nullable String port;

    @Option(names = "--admin-port", paramLabel = "P", description = "Port for health and metrics (admin.port).")
    private @Nullable String adminPort;

    @Option(names = "--instances", paramLabel = "N", description = "Event loops on the port (listen.instances).")
    private @Nullable String instances;

    @Option(names = "--workers", paramLabel = "N", description = "Worker verticles (workers.instances).")
    private @Nullable String workers;

    @Option(names = "--services", paramLabel = "DIR", description = "Directory of jars (services.dir).")
    private @Nullable String services;

    @Option(names = "--set", paramLabel = "key=value", description = "Any key below; may be given again.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--cluster", description = "Join other nodes (cluster.enabled, cluster.members).")
    private boolean cluster;

    @Option(names = "--check", description = "Only check the configuration.")
    private boolean check;

    ServeCommand(ServerLauncher launcher, Map<String, String> environment) {
        this.launcher = launcher;
        this.environment = environment;
    }

    static CommandLine commandLine(ServerLauncher launcher, Map<String, String> environment) {
        CommandLine command = new CommandLine(new ServeCommand(launcher, environment));
        // rendered when it is asked for: the keys cost nothing at an ordinary start
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> KeyList.text());
        return command;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            LoadedConfig loaded = ConfigLoader.load(file, environment, overrides());
            loaded.warnings().forEach(warning -> err.println("sluice: warning: " + warning));
            if (check) {
                spec.commandLine().getOut().println("configuration ok");
                return 0;
            }
            LogLevel.apply(loaded.config().logging().level());
            return launcher.serve(loaded.config());
        } catch (ConfigException e) {
            err.println("sluice: " + e.getMessage());
            return COULD_NOT_START;
        }
    }

    private Map<String, String> overrides() throws ConfigException {
        return new Overrides()
                .option("listen.host", host)
                .option("listen.port", port)
                .option("admin.port", adminPort)
                .option("listen.instances", instances)
                .option("workers.instances", workers)
                .option("services.dir", services)
                .option("cluster.enabled", cluster ? "true" : null)
                .sets(sets)
                .byKey();
    }
}
