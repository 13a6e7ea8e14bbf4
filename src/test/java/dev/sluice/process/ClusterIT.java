package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes as processes of their own, in one cluster. */
@Timeout(120)
class ClusterIT {
    @TempDir
    Path dir;

    private static JarServer node(ClusterPorts ports, int member, String roles, String... more) throws IOException {
        List<String> options = new ArrayList<>(ports.options(member, roles));
        options.addAll(Arrays.asList(more));
        return JarServer.start(options.toArray(new String[0]));
    }

    private static JsonNode call(FrameSocket socket, int id, String method, String params) throws IOException {
        socket.sendCall(id, method, params);
        FrameSocket.Answer answer = Objects.requireNonNull(socket.next());
        assertThat(answer.requestId()).isEqualTo(id);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void aGatewayCallsTheWorkersOfOtherNodesAndLosesNothingWhenTheyAreReplaced() throws Exception {
        ClusterPorts ports = new ClusterPorts(3);
        try (JarServer gateway = node(ports, 0, "gateway");
                FrameSocket client = gateway.connect()) {
            assertThat(gateway.admin("/readyz").statusCode())
                    .as("nobody offers anything")
                    .isEqualTo(503);
            JarServer first = node(ports, 1, "worker");
            try (first;
                    JarServer second = node(ports, 2, "worker")) {
                assertThat(first.rpcPort()).as("rpc=-").isZero();
                assertThat(call(client, 1, "demo.echo", "{\"a\":1}")
                                .path("result")
                                .toString())
                        .isEqualTo("{\"a\":1}");
                assertThat(gateway.admin("/readyz").statusCode()).isEqualTo(200);
                assertThat(call(client, 2, "no.such", "[]")
                                .path("error")
                                .path("code")
                                .asInt())
                        .isEqualTo(-32601);

                first.signal("TERM");
                for (int id = 3; first.isRunning(); id++) {
                    assertThat(call(client, id, "demo.sleep", "{\"ms\":1}")
                                    .path("result")
                                    .isMissingNode())
                            .as("a failed call while a worker leaves")
                            .isFalse();
                }
                assertThat(first.exitCode()).isZero();
                second.signal("KILL");
                assertThat(second.exitCode()).isEqualTo(128 + 9);
                JsonNode error = call(client, 1_000_000, "demo.fail", "{\"code\":1,\"message\":\"m\"}")
                        .path("error");
                assertThat(error.path("code").asInt()).isIn(-32005, -32000);
            }
            gateway.signal("TERM");
            assertThat(gateway.exitCode()).isZero();
        }
    }

    @Test
    void aNodeAloneLoadsNothingOfHazelcast() throws Exception {
        Path classes = dir.resolve("classes");
        try (JarServer server = JarServer.startWith(List.of("-Xlog:class+load:file=" + classes));
                FrameSocket client = server.connect()) {
            assertThat(call(client, 1, "demo.echo", "[1]").path("result").toString())
                    .isEqualTo("[1]");
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
        }

        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded).anyMatch(line -> line.contains("dev.sluice.server.Node"));
        assertThat(loaded.stream().filter(line -> line.contains("azelcast"))).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        ClusterPorts ports = new ClusterPorts(1);
        try (ServerSocket taken = new ServerSocket(ports.port(0), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> node(ports, 0, "worker"))
                    .hasMessageContaining("sluice: cannot join a cluster (cluster.host 127.0.0.1, cluster.port "
                            + taken.getLocalPort());
        }
    }

    @Test
    void aNodeThatCannotStartAfterAllRepliesToWhatItWasSentAlready() throws Exception {
        ClusterPorts ports = new ClusterPorts(2);
        try (JarServer gateway = node(ports, 0, "gateway", "--set", "limits.requestTimeout=20s");
                FrameSocket client = gateway.connect();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Throwable> start = new FutureTask<>(() ->
                    catchThrowable(() -> node(ports, 1, "worker", "--set", "admin.port=" + taken.getLocalPort())));
            new Thread(start, "node that cannot start").start();
            for (int id = 1; !start.isDone(); id++) {
                JsonNode error = call(client, id, "demo.sleep", "{\"ms\":50}").path("error");
                assertThat(error.isMissingNode()
                                || error.path("data").path("executed").asText().equals("no"))
                        .as(error.toString())
                        .isTrue();
            }

            assertThat(start.get()).hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void anExpertsFileThatIsNoneIsNamed() throws Exception {
        Path file = Files.writeString(dir.resolve("hazelcast.yaml"), "hazelcast:\n  network:\n    no-such: 1\n");

        assertThatThrownBy(() -> node(new ClusterPorts(1), 0, "worker", "--set", "cluster.hazelcast=" + file))
                .hasMessageContaining("sluice: cannot use cluster.hazelcast " + file);
    }

    @Test
    void nodesOfAnotherClusterAreNotJoined() throws Exception {
        ClusterPorts ports = new ClusterPorts(2);
        try (JarServer gateway = node(ports, 0, "gateway");
                JarServer worker = node(ports, 1, "worker", "--set", "cluster.name=another");
                FrameSocket client = gateway.connect()) {
            assertThat(worker.err()).contains("nobody else of cluster \"another\" was found");
            assertThat(call(client, 1, "demo.echo", "[1]")
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(-32601);
        }
    }

    @Test
    void withTlsOnlyNodesOfTrustedCertificatesHearEachOther() throws Exception {
        Certificates certificates = new Certificates(dir);
        for (String name : List.of("gateway", "worker", "stranger")) {
            certificates.make(name);
        }
        ClusterPorts ports = new ClusterPorts(3);
        String[] ofGateway =
                certificates.options("gateway", "gateway", "worker").toArray(new String[0]);
        String[] ofWorker = certificates.options("worker", "gateway", "worker").toArray(new String[0]);
        String[] ofStranger = certificates
                .options("stranger", "gateway", "worker", "stranger")
                .toArray(new String[0]);
        try (JarServer gateway = node(ports, 0, "gateway", ofGateway);
                JarServer worker = node(ports, 1, "worker", ofWorker);
                JarServer stranger = node(ports, 2, "worker", ofStranger);
                FrameSocket client = gateway.connect()) {
            for (int id = 1; id <= 20; id++) {
                assertThat(call(client, id, "demo.echo", "[1]").path("result").toString())
                        .isEqualTo("[1]");
            }
            assertThat(stranger.isRunning()).isTrue();
            assertThat(worker.err()).contains("is there");
            assertThat(gateway.err().lines().filter(line -> line.contains("is there")))
                    .hasSize(1);
        }
    }
}
