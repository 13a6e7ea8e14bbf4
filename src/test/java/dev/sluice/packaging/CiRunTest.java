package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** .ci/run on machines that have more or less; every program it calls is a line of shell that says its name. */
class CiRunTest {
    private static final Path SCRIPT = Path.of(".ci/run").toAbsolutePath();

    @TempDir
    Path bin;

    @Test
    void canBeExecuted() {
        assertThat(SCRIPT).isExecutable();
    }

    @Test
    void testsAtOnceWhereEverythingIsAtHand() throws Exception {
        machineWith("mvn", "make", "nc", "ip", "haproxy", "nginx");
        javac("javac 25.0.1");

        assertThat(run()).isEqualTo("make test\n");
    }

    @Test
    void installsWhatIsMissing() throws Exception {
        machineWith("make", "apt-get", "apt-cache");

        assertThat(run()).isEqualTo("""
                        apt-get -qq update
                        installing: openjdk-17-jdk-headless maven netcat-openbsd iproute2 haproxy nginx libnginx-mod-stream
                        make test
                        """);
    }

    @Test
    void installsAJdkWhereTheOneAtHandIsTooOld() throws Exception {
        machineWith("mvn", "make", "nc", "ip", "haproxy", "nginx", "apt-get", "apt-cache");
        javac("javac 11.0.2");

        assertThat(run()).contains("installing: openjdk-17-jdk-headless\n");
    }

    @Test
    void takesTheDefaultJdkWhereThereIsNo17() throws Exception {
        machineWith("mvn", "make", "nc", "ip", "haproxy", "nginx", "apt-get");
        program("apt-cache", "exit 100");

        assertThat(run()).contains("installing: default-jdk-headless\n");
    }

    private String run() throws Exception {
        Program.Result result = Program.run(List.of("/bin/bash", SCRIPT.toString()), Map.of("PATH", bin.toString()));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    private void machineWith(String... names) throws IOException {
        for (String tool : List.of("dirname", "sed")) {
            program(tool, "exec /usr/bin/" + tool + " \"$@\"");
        }
        for (String name : names) {
            program(name, "echo " + name + " \"$@\"");
        }
    }

    private void javac(String version) throws IOException {
        program("javac", "echo " + version);
    }

    private void program(String name, String line) throws IOException {
        Path program = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + line + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
