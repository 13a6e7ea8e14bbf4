package dev.sluice.sidebyside;

import dev.sluice.process.ProcessMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a process of its own, from its ready line to its end. Every wait is bounded. For the main thread. */
final class RunningServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready rpc=127\\.0\\.0\\.1:(\\d+)");
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 15;

    private final Process process;
    private final InetSocketAddress address;
    private final Thread atExit;

    private RunningServer(Process process, Thread atExit, InetSocketAddress address) {
        this.process = process;
        this.atExit = atExit;
        this.address = address;
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @param log gets its standard error
     * @throws IOException if it does not get ready; the message has the last line of its log
     */
    static RunningServer start(List<String> command, Path log) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        Thread atExit = new Thread(process::destroyForcibly, "sluice-bench-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            return new RunningServer(process, atExit, ready(process));
        } catch (IOException e) {
            process.destroyForcibly();
            end(process, atExit);
            String last = Files.readAllLines(log).stream().reduce("", (before, line) -> line);
            throw new IOException("did not start: " + e.getMessage() + "; " + log + " ends with: " + last, e);
        }
    }

    private static InetSocketAddress ready(Process process) throws IOException, InterruptedException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        try {
            String line = CompletableFuture.supplyAsync(() -> line(out)).get(START_SECONDS, TimeUnit.SECONDS);
            Matcher ready = READY.matcher(line);
            if (!ready.find()) {
                throw new IOException("no ready line but " + line);
            }
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
        } catch (TimeoutException e) {
            throw new IOException("no ready line in " + START_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static String line(BufferedReader out) {
        try {
            return String.valueOf(out.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it accepts connections. */
    InetSocketAddress address() {
        return address;
    }

    /** What it costs. */
    ProcessMemory costs() {
        return new ProcessMemory(process.pid());
    }

    /** Tells it to stop, and ends it if it does not. */
    @Override
    public void close() {
        process.destroy();
        end(process, atExit);
    }

    private static void end(Process process, Thread atExit) {
        try {
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
