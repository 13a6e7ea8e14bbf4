package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.LoadedConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be said about the image without an engine to build it. */
class DockerfileTest {
    private final Dockerfile dockerfile = new Dockerfile();

    DockerfileTest() throws IOException {}

    @Test
    void startsJavaItselfSoThatSignalsArrive() throws Exception {
        List<String> entryPoint = dockerfile.only("ENTRYPOINT").exec();

        assertThat(entryPoint).startsWith("java").contains("-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60");
        assertThat(entryPoint.subList(entryPoint.size() - 2, entryPoint.size()))
                .containsExactly("-jar", "/opt/sluice/sluice.jar");
        assertThat(dockerfile.only("CMD").exec()).containsExactly("serve");
    }

    @Test
    void givesJavaFlagsThatItKnows() throws Exception {
        List<String> entryPoint = dockerfile.only("ENTRYPOINT").exec();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(entryPoint.subList(1, entryPoint.indexOf("-jar")));
        assertThat(command.remove(1)).startsWith("-XX:AOTCache="); // of a newer JVM: ArchiveIT
        command.add("-version");

        Program.Result result = Program.run(command, Map.of());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).doesNotContainIgnoringCase("warning");
    }

    @Test
    void runsAsANumericUserThatIsNotRoot() {
        assertThat(dockerfile.only("USER").rest()).matches("[1-9][0-9]*:[1-9][0-9]*");
    }

    @Test
    void copiesOnlyWhatExistsAndIsNotIgnored() throws Exception {
        List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));

        assertThat(ignored).contains("*");
        for (Dockerfile.Instruction copy : dockerfile.all("COPY")) {
            List<String> words = copy.words();
            if (words.get(0).startsWith("--from=")) {
                assertThat(words.get(1)).isEqualTo("/build/target/sluice.jar");
                continue;
            }
            for (String source : words.subList(0, words.size() - 1)) {
                assertThat(Path.of(source)).exists();
                assertThat(ignored).anyMatch(line -> ("!" + source + "/").startsWith(line + "/"));
            }
        }
    }

    @Test
    void copiesTheJarThatTheBuildMakes() throws Exception {
        assertThat(dockerfile.all("RUN").get(0).rest()).startsWith("mvn ").contains(" package ");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<outputFile>${project.build.directory}/sluice.jar</outputFile>");
        assertThat(dockerfile.all("FROM").get(0).words()).endsWith("AS", "build");
    }

    @Test
    void setsVariablesThatTheConfigurationKnows() throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (String assignment : dockerfile.only("ENV").words()) {
            String[] nameAndValue = assignment.split("=", 2);
            environment.put(nameAndValue[0], nameAndValue[1]);
        }

        LoadedConfig loaded = ConfigLoader.load(null, environment, Map.of());

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().listen().host()).isEqualTo("0.0.0.0");
        assertThat(loaded.config().admin().host()).isEqualTo("0.0.0.0");
        assertThat(dockerfile.only("EXPOSE").words())
                .containsExactly(
                        Integer.toString(loaded.config().listen().port()),
                        Integer.toString(loaded.config().admin().port()));
    }

    @Test
    void isHealthyWhileTheAdminPortSaysSo() throws Exception {
        assertThat(probe(200)).isZero();
        assertThat(probe(503)).isNotZero();
    }

    @Test
    void isUnhealthyWithoutAServer() throws Exception {
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            assertThat(healthCheck(reserved.getLocalPort())).isNotZero(); // nobody listens on 127.0.0.1
        }
    }

    private int probe(int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/livez", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return healthCheck(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private int healthCheck(int adminPort) throws Exception {
        List<String> command = dockerfile.only("HEALTHCHECK").exec();
        return Program.run(command, Map.of("SLUICE_ADMIN_PORT", Integer.toString(adminPort)))
                .exitCode();
    }
}
