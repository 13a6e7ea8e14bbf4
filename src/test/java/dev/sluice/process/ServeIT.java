package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the jar, as a user types them. */
class ServeIT {
    private record Ran(int exitCode, String out, String err) {}

    @TempDir
    Path dir;

    /** The JDK of the tests, and the newer one where there is one. */
    static Stream<Path> jdks() {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        String newer = System.getenv("JAVA25_HOME");
        if (newer != null && Files.isExecutable(Path.of(newer, "bin/java"))) {
            homes.add(Path.of(newer));
        }
        return homes.stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void servesAndDrainsWithoutAWarningOfTheJvm(Path javaHome) throws Exception {
        try (JarServer server = JarServer.startOn(javaHome);
                FrameSocket client = server.connect()) {
            client.sendCall(1, "demo.block", "{\"ms\":1}");
            assertThat(client.answer().json().has("result")).isTrue();
            client.end();
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
            assertThat(server.receipt().path("answered").asInt()).isEqualTo(1);
            assertThat(server.err()).doesNotContain("WARNING").contains("transport epoll");
        }
    }

    @Test
    void callPrintsTheResult() throws Exception {
        try (JarServer server = JarServer.start()) {
            Ran ran = sluice("call", "127.0.0.1:" + server.rpcPort(), "demo.echo", "{\"hello\":\"world\"}");
            assertThat(ran.exitCode).as(ran.err).isZero();
            assertThat(ran.out).isEqualTo("{\n  \"hello\" : \"world\"\n}\n");
            Ran unknown = sluice("call", "127.0.0.1:" + server.rpcPort(), "demo.nothing");
            assertThat(unknown.exitCode).isEqualTo(1);
            assertThat(unknown.out).isEmpty();
            assertThat(unknown.err).contains("-32601").contains("\"executed\" : \"no\"");
        }
    }

    @Test
    void aPortThatIsTakenIsOneClearLineAndExitOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Ran rpc = sluice("serve", "--port", port, "--admin-port", "0", "--set", "logging.level=off");
            assertThat(rpc.exitCode).isEqualTo(1);
            assertThat(rpc.out).isEmpty();
            assertThat(rpc.err.lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("listen.port")
                    .contains(port);
            Ran admin = sluice("serve", "--port", "0", "--admin-port", port, "--set", "logging.level=off");
            assertThat(admin.exitCode).isEqualTo(1);
            assertThat(admin.err.lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("admin.port")
                    .contains(port);
        }
    }

    @Test
    void aUsersOwnServiceIsBuiltAgainstTheThinJarAndCalled() throws Exception {
        Path services = ServiceJars.orders(dir);
        try (JarServer server = JarServer.start(
                        "--services", services.toString(), "--set", "services.config.order.currency=CHF");
                FrameSocket client = server.connect()) {
            client.sendCall(1, "orders.create", "[\"tea\",3]");
            assertThat(client.answer().json().path("result").toString())
                    .isEqualTo("{\"id\":1,\"item\":\"tea\",\"quantity\":3,\"currency\":\"CHF\"}");
            client.sendCall(2, "orders.get", "{\"id\":2}");
            assertThat(client.answer().body())
                    .contains("\"code\":404")
                    .contains("\"id\":2")
                    .contains("\"executed\":\"yes\"");
            client.sendCall(3, "orders.create", "{\"item\":\"tea\",\"quantity\":\"3\"}");
            assertThat(client.answer().body())
                    .contains("-32602")
                    .contains("/quantity")
                    .contains("\"executed\":\"no\"");
            client.sendCall(4, "orders.report", "{}");
            assertThat(client.answer().json().at("/result/orders").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aServiceThatCannotBeLoadedIsOneClearLineAndExitOne() throws Exception {
        ServiceJars.broken(dir);
        Ran ran = sluice("serve", "--port", "0", "--services", dir.toString(), "--set", "logging.level=off");
        assertThat(ran.exitCode).isEqualTo(1);
        assertThat(ran.err.lines()).hasSize(1).first().asString().contains("no.such.Service");
    }

    private Ran sluice(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", JarServer.jar()));
        command.addAll(List.of(arguments));
        Path err = dir.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, Files.readString(err));
    }
}
