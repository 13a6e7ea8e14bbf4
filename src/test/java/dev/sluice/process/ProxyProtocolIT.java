package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Behind a balancer: who the client is comes first, in both versions of the PROXY protocol, from those who are trusted. */
class ProxyProtocolIT {
    private static final String[] TRUSTING = {
        "--set", "proxyProtocol.enabled=true", "--set", "proxyProtocol.trustedProxies=127.0.0.0/8"
    };
    private static final byte[] V1 = ascii("PROXY TCP4 203.0.113.9 192.0.2.1 5000 7411\r\n");

    /** Version 2, command PROXY, TCP over IPv6, 2001:db8::7 port 1025, and a TLV of three bytes. */
    private static final byte[] V2 = HexFormat.of()
            .parseHex("0d0a0d0a000d0a515549540a" + "2121002a" + "20010db8000000000000000000000007"
                    + "20010db8000000000000000000000001" + "04011cf3" + "ea0003616263");

    /** Version 2, command LOCAL: the balancer's own connection. */
    private static final byte[] V2_LOCAL = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "20000000");

    private static final byte[] NO_FRAME = ascii("no frame at all");

    @Test
    void theClientIsWhoTheProxySaysInTheLogToo() throws Exception {
        try (JarServer server = JarServer.start(TRUSTING)) {
            answersBehind(server, V1);
            answersBehind(server, V2);
            answersBehind(server, V2_LOCAL);
            answersBehind(server, ascii("PROXY UNKNOWN\r\n"));
            endsAfter(server, join(V1, NO_FRAME));
            awaitMetric(server, "sluice_connections 0.0");
            assertThat(server.err()).contains("closed 203.0.113.9:5000: unknown bytes where a frame should start");
        }
    }

    @Test
    void anIpv6ClientIsShownInBrackets() throws Exception {
        try (JarServer server = JarServer.start(TRUSTING)) {
            endsAfter(server, join(V2, NO_FRAME));
            awaitMetric(server, "sluice_connections 0.0");
            assertThat(server.err()).contains("closed [2001:db8:0:0:0:0:0:7]:1025: ");
        }
    }

    @Test
    void headerAndFramesMayComeInPiecesOfAnySize() throws Exception {
        try (JarServer server = JarServer.start(TRUSTING);
                FrameSocket client = server.connect()) {
            for (byte piece : join(V2, FrameSocket.call(1, "demo.echo", "[1]"))) {
                client.send(new byte[] {piece});
            }
            assertThat(client.answer().body()).contains("\"result\":[1]");
        }
    }

    @Test
    void whatIsNoHeaderEndsItsConnectionAndNoOther() throws Exception {
        try (JarServer server = JarServer.start(TRUSTING);
                FrameSocket polite = server.connect()) {
            polite.send(V1);
            endsAfter(server, FrameSocket.call(1, "demo.echo", "[1]"));
            endsAfter(server, ascii("PROXY TCP4 nonsense\r\n"));

            polite.sendCall(2, "demo.echo", "[2]");
            assertThat(polite.answer().requestId()).isEqualTo(2);
            awaitMetric(server, "sluice_connections_closed_total{reason=\"bad_proxy_header\"} 2.0");
            assertThat(server.err()).contains("does not begin with a header of the PROXY protocol");
        }
    }

    @Test
    void whoIsNotTrustedIsClosed() throws Exception {
        try (JarServer server = JarServer.start(
                "--set", "proxyProtocol.enabled=true", "--set", "proxyProtocol.trustedProxies=192.0.2.0/24")) {
            try (FrameSocket client = server.connect()) {
                assertThat(client.next()).isNull();
            }
            assertThat(server.err()).contains("is none of proxyProtocol.trustedProxies");
        }
    }

    @Test
    void aHealthCheckThatConnectsAndClosesMakesNoNoise() throws Exception {
        try (JarServer server = JarServer.start(TRUSTING)) {
            server.connect().end();
            try (FrameSocket check = server.connect()) {
                check.send(V2_LOCAL);
                check.halfClose();
                assertThat(check.next()).isNull();
            }
            answersBehind(server, V1);
            awaitMetric(server, "sluice_connections 0.0");
            assertThat(server.err()).doesNotContain("closed ");
        }
    }

    @Test
    void aDrainAnswersWhatCameThroughAProxyAndWaitsForNobodyElse() throws Exception {
        try (JarServer server = JarServer.start(TRUSTING);
                FrameSocket silent = server.connect();
                FrameSocket client = server.connect()) {
            client.send(join(V1, FrameSocket.call(1, "demo.sleep", "{\"ms\":500}")));
            client.sendCall(2, "demo.echo", "[2]");
            assertThat(client.answer().requestId()).isEqualTo(2);
            server.signal("TERM");
            assertThat(client.answer().requestId()).isEqualTo(1);
            assertThat(client.next()).isNull();
            client.end();
            assertThat(silent.next()).isNull();
            assertThat(server.exitCode()).isZero();
            assertThat(server.receipt().path("answered").asInt()).isEqualTo(2);
        }
    }

    private static void answersBehind(JarServer server, byte[] header) throws IOException {
        try (FrameSocket client = server.connect()) {
            client.send(join(header, FrameSocket.call(1, "demo.echo", "[1]")));
            assertThat(client.answer().body()).contains("\"result\":[1]");
        }
    }

    private static void endsAfter(JarServer server, byte[] bytes) throws IOException {
        try (FrameSocket client = server.connect()) {
            client.send(bytes);
            client.halfClose();
            assertThat(client.next()).isNull();
        }
    }

    private static void awaitMetric(JarServer server, String line) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!server.admin("/metrics").body().contains(line)) {
            assertThat(System.nanoTime() - deadlineNanos).as("no line " + line).isNegative();
        }
    }

    private static byte[] join(byte[] one, byte[] other) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(one);
        both.write(other);
        return both.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
