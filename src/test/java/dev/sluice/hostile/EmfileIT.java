package dev.sluice.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server whose process has no file descriptors left: it waits, quietly, and goes on when there are some again. */
class EmfileIT {
    private static final int OPEN_FILES = 256;
    private static final int CLIENTS = 300;
    private static final int UNSERVED_MS = 2_500;
    private static final int TIMEOUT_MS = 10_000;
    private static final long MOST_CPU_MS = 1_000;
    private static final int MOST_LINES = 20;

    @Test
    void waitsQuietlyForOpenFilesAndServesAgain() throws Exception {
        try (ServedJar server = new Launch(ShortForm.jar())
                .openFiles(OPEN_FILES)
                .set("limits.maxConnections=1000")
                .start()) {
            List<Caller> clients = new ArrayList<>();
            try {
                assertThat(servedOf(clients, server)).as("clients served").isBetween(50, OPEN_FILES);
                long cpuMs = server.memory().cpuMs();
                long lines = server.errLines("");
                assertThat(servedOf(clients, server)).as("one more client").isZero();
                assertThat(server.memory().cpuMs() - cpuMs)
                        .as("CPU time while nothing can be accepted")
                        .isLessThan(MOST_CPU_MS);
                assertThat(server.errLines("") - lines).as(server.err()).isLessThan(MOST_LINES);
                assertThat(clients.get(0).call("demo.echo", "[1]").toString()).isEqualTo("[1]");
            } finally {
                for (Caller client : clients) {
                    client.close();
                }
            }
            try (Caller later = new Caller(server.rpc(), TIMEOUT_MS)) {
                assertThat(later.call("demo.echo", "[2]").toString()).isEqualTo("[2]");
            }
            assertThat(server.isAlive()).isTrue();
        }
    }

    /** Connects until a client is not served; returns how many were. */
    private static int servedOf(List<Caller> clients, ServedJar server) throws IOException {
        for (int served = 0; served < CLIENTS; served++) {
            Caller client = new Caller(server.rpc(), UNSERVED_MS);
            clients.add(client);
            try {
                client.call("demo.echo", "[1]");
            } catch (SocketTimeoutException unserved) {
                return served;
            }
        }
        return CLIENTS;
    }
}
