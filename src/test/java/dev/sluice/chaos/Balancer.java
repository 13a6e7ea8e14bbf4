package dev.sluice.chaos;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A TCP load balancer before the nodes, with the configuration that {@code conf} has for it, as it is. */
enum Balancer {
    HAPROXY,
    NGINX;

    /** Where it takes clients. */
    static final int PORT = 7401;

    private static final long START_SECONDS = 10;

    /** True for the name of one of them. */
    static boolean is(String name) {
        return Arrays.stream(values()).anyMatch(balancer -> balancer.name().equals(name));
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param dir for what it writes
     */
    Process start(Path dir) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(command(dir));
        Path log = dir.resolve("balancer.log");
        command.redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = command.start();
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - endNanos > 0) {
                process.destroyForcibly().waitFor();
                throw new IOException(this + " did not start: " + Files.readString(log));
            }
            Pause.ms(10);
        }
        return process;
    }

    private List<String> command(Path dir) {
        return switch (this) {
            case HAPROXY -> List.of("haproxy", "-db", "-f", "conf/haproxy.cfg");
            case NGINX ->
                List.of(
                        "nginx",
                        "-c",
                        Path.of("conf/nginx-stream.conf").toAbsolutePath().toString(),
                        "-g",
                        "daemon off; pid " + dir.resolve("nginx.pid") + ";");
        };
    }

    private static boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(Crowd.onLoopback(PORT), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
