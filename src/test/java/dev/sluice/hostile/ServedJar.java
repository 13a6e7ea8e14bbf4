package dev.sluice.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.process.ProcessMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fat jar at work: a process of its own on free ports, started by {@link Launch}. For any thread. */
final class ServedJar implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("sluice ready rpc=127\\.0\\.0\\.1:(\\d+) admin=127\\.0\\.0\\.1:(\\d+) node=\\w+");
    private static final long EXIT_SECONDS = 60;

    private final Process process;
    private final Path errFile;
    private final @Nullable Path services;
    private final BufferedReader out;
    private final InetSocketAddress rpc;
    private final int adminPort;

    /** How a process ended after SIGTERM. */
    record Ended(int exitCode, JsonNode receipt) {
        /** True if what was received is the sum of everything else. */
        boolean balances() {
            long sum = 0;
            for (String part : List.of("answered", "refused", "unknown", "notifications", "abandonedByClient")) {
                sum += receipt.path(part).asLong();
            }
            return receipt.has("received") && receipt.path("received").asLong() == sum;
        }
    }

    /**
     * Takes over a process that was just started and waits for its ready line.
     *
     * @param services a directory of jars to be deleted at the end
     */
    ServedJar(Process process, Path errFile, @Nullable Path services) throws IOException {
        this.process = process;
        this.errFile = errFile;
        this.services = services;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        String line = String.valueOf(out.readLine());
        Matcher ready = READY.matcher(line);
        if (!ready.matches()) {
            throw new IOException("no ready line but: " + line + "\n" + err());
        }
        rpc = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
        adminPort = Integer.parseInt(ready.group(2));
    }

    InetSocketAddress rpc() {
        return rpc;
    }

    ProcessMemory memory() {
        return new ProcessMemory(process.pid());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Lets it work for so long, or until it ends. */
    void letWork(long time, TimeUnit unit) throws InterruptedException {
        process.waitFor(time, unit);
    }

    /** Everything on standard error so far. */
    String err() throws IOException {
        return Files.readString(errFile, StandardCharsets.ISO_8859_1);
    }

    /** Lines on standard error that contain a text. */
    long errLines(String text) throws IOException {
        return err().lines().filter(line -> line.contains(text)).count();
    }

    /** The lines of {@code /metrics} that start with one of these names and are not zero. */
    List<String> metrics(String... names) throws IOException {
        try (InputStream page =
                URI.create("http://127.0.0.1:" + adminPort + "/metrics").toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> List.of(names).stream().anyMatch(line::startsWith) && !line.endsWith(" 0.0"))
                    .toList();
        }
    }

    /** Sends SIGTERM and waits for the receipt and the end. */
    Ended drain() throws IOException, InterruptedException {
        process.toHandle().destroy(); // not process.destroy(), which closes the streams
        if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("still running after " + EXIT_SECONDS + " s\n" + err());
        }
        String line = String.valueOf(out.readLine());
        JsonNode receipt =
                line.startsWith("{") ? new ObjectMapper().readTree(line).path("drain") : null;
        return new Ended(process.exitValue(), receipt == null ? new ObjectMapper().createObjectNode() : receipt);
    }

    /** Ends the process at once, if it has not ended. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(errFile);
        if (services != null) {
            ProbeJar.delete(services);
        }
    }
}
