package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** HAProxy's agent-check asks whether to send clients. */
class AgentCheckIT {
    @Test
    void saysReadyAndFromTheSignalOnDrain() throws Exception {
        int port = freePort();
        try (JarServer server = JarServer.start(
                        "--set",
                        "admin.agentPort=" + port,
                        "--set",
                        "drain.lameDuck=30s",
                        "--set",
                        "drain.hardLimit=1m");
                FrameSocket client = server.connect()) {
            assertThat(asked(port)).isEqualTo("ready up\n");

            server.signal("TERM");
            long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (server.admin("/readyz").statusCode() != 503) {
                assertThat(System.nanoTime() - deadlineNanos).as("still ready").isNegative();
            }
            assertThat(asked(port)).isEqualTo("drain\n");
            client.sendCall(1, "demo.echo", "[1]");
            assertThat(client.answer().requestId()).as("a lame duck serves").isEqualTo(1);
        }
    }

    private static String asked(int port) throws IOException {
        try (FrameSocket haproxy = new FrameSocket(port)) {
            return haproxy.rest();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
