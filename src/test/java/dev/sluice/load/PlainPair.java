package dev.sluice.load;

import dev.sluice.process.ClusterPorts;
import dev.sluice.process.JarServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** Two processes of {@link PlainRequest}, one that asks and one that replies. Used by one thread. */
final class PlainPair implements AutoCloseable {
    private final Process consumer;
    private final Process asker;
    private final BufferedReader said;
    private final Writer told;

    /** Starts both, with so many requests in flight when they are told to run. */
    PlainPair(int inFlight) throws IOException {
        ClusterPorts ports = new ClusterPorts(2);
        String members = "127.0.0.1:" + ports.port(0) + ",127.0.0.1:" + ports.port(1);
        consumer = start(PlainRequest.CONSUME, Integer.toString(ports.port(0)), members);
        awaitReady(consumer.inputReader(StandardCharsets.US_ASCII));
        asker = start(PlainRequest.ASK, Integer.toString(ports.port(1)), members, Integer.toString(inFlight));
        said = asker.inputReader(StandardCharsets.US_ASCII);
        told = asker.outputWriter(StandardCharsets.US_ASCII);
        awaitReady(said);
    }

    Measured run(Duration warmUp, Duration window) throws IOException {
        told.write(warmUp.toMillis() + " " + window.toMillis() + "\n");
        told.flush();
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the process that asks has ended");
        }
        return Measured.parse(line);
    }

    /** Ends both. */
    @Override
    public void close() {
        asker.destroyForcibly();
        consumer.destroyForcibly();
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(opened());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PlainRequest.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What the JVM opens for the jar when it is started with it. */
    private static List<String> opened() throws IOException {
        List<String> options = new ArrayList<>();
        try (JarFile file = new JarFile(JarServer.jar())) {
            Attributes manifest = file.getManifest().getMainAttributes();
            for (String name : List.of("Add-Exports", "Add-Opens")) {
                for (String module : manifest.getValue(name).split(" ", -1)) {
                    options.add("--" + name.toLowerCase(Locale.ROOT));
                    options.add(module + "=ALL-UNNAMED");
                }
            }
        }
        return options;
    }

    private static void awaitReady(BufferedReader out) throws IOException {
        String line = out.readLine();
        if (!PlainRequest.READY.equals(line)) {
            throw new IOException("not ready but: " + line);
        }
    }
}
