package dev.sluice.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the fat jar is to be started: flags of the JVM, options of {@code serve}, open files. Always with the
 * {@link LoopProbeService} inside.
 */
final class Launch {
    private final Path jar;
    private final List<String> flags = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private int openFiles = 20_000;

    Launch(Path jar) {
        this.jar = jar;
    }

    Launch flags(String... more) {
        flags.addAll(Arrays.asList(more));
        return this;
    }

    /** Options in the form {@code key=value}, as {@code --set} takes them. */
    Launch set(String... more) {
        for (String option : more) {
            options.addAll(List.of("--set", option));
        }
        return this;
    }

    /** The limit of open files of the process. */
    Launch openFiles(int limit) {
        openFiles = limit;
        return this;
    }

    ServedJar start() throws IOException {
        Path services = Files.createTempDirectory("sluice-probe-");
        ProbeJar.make(services);
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n \"$0\" && exec \"$@\"", Integer.toString(openFiles)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString(), "serve", "--port", "0", "--admin-port", "0"));
        command.addAll(List.of("--services", services.toString()));
        command.addAll(options);
        Path errFile = Files.createTempFile("sluice-", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errFile.toFile()).start();
        try {
            return new ServedJar(process, errFile, services);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }
}
