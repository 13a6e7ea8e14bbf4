package dev.sluice.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * What the {@link LoopProbeService} found, asked for over a connection that was made before the load. The first calls on
 * a new JVM, with most of its classes still to be loaded, are reported on their own. Used by one thread at a time.
 */
final class LoopReport implements AutoCloseable {
    private static final long MOST_CPU_MICROS = 100_000;
    private static final int TIMEOUT_MS = 20_000;
    private static final int FIRST_CALLS = 50;

    private final Caller caller;
    private final String atStart;

    LoopReport(InetSocketAddress server) throws IOException {
        caller = new Caller(server, TIMEOUT_MS);
        for (int i = 0; i < FIRST_CALLS; i++) {
            caller.call("demo.echo", "[1]");
        }
        long most = 0;
        for (JsonNode loop : caller.call("probe.loops", "[]")) {
            most = Math.max(
                    most,
                    Math.max(
                            loop.path("cpuMicros").asLong(),
                            loop.path("lookMicros").asLong()));
        }
        atStart = "the first calls %.1f ms; ".formatted(most / 1e3);
    }

    /** Judges the loops of a run. */
    void judge(ServedJar server, Criteria criteria) throws IOException {
        StringBuilder figures = new StringBuilder(atStart);
        long most = 0;
        JsonNode loops;
        try {
            loops = caller.call("probe.loops", "[]");
        } catch (IOException e) {
            criteria.check("no loop task above 100 ms of CPU", false, "the probe was not answered: " + e.getMessage());
            return;
        }
        for (JsonNode loop : loops) {
            most = Math.max(most, loop.path("cpuMicros").asLong());
            figures.append(
                    "%s %.1f ms of CPU (at %.1f s), with one look at all sockets %.1f ms (at %.1f s), %.1f ms by the clock (at %.1f s), %,d intervals; "
                            .formatted(
                                    loop.path("loop").asText(),
                                    loop.path("cpuMicros").asLong() / 1e3,
                                    loop.path("cpuAtMs").asLong() / 1e3,
                                    loop.path("lookMicros").asLong() / 1e3,
                                    loop.path("lookAtMs").asLong() / 1e3,
                                    loop.path("wallMicros").asLong() / 1e3,
                                    loop.path("wallAtMs").asLong() / 1e3,
                                    loop.path("intervals").asLong()));
        }
        figures.append("reports of blocked threads: ").append(server.errLines("has been blocked"));
        criteria.check("no loop task above 100 ms of CPU", most <= MOST_CPU_MICROS, figures.toString());
    }

    @Override
    public void close() throws IOException {
        caller.close();
    }
}
