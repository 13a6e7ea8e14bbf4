package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starting faster: what {@code src/build/archive} makes is used, for a clone as for the image. */
class ArchiveIT {
    private static final String IMAGE_DIRECTORY = "/opt/sluice";
    private static final String SCRIPT = "src/build/archive";

    @TempDir
    private Path directory;

    /** The JDK of the tests, and the newer one where there is one. */
    static Stream<Path> javas() {
        Path tested = Path.of(System.getProperty("java.home"), "bin", "java");
        String newer = System.getenv("JAVA25_HOME");
        return Stream.of(tested, Path.of(newer == null ? "" : newer, "bin", "java"))
                .filter(Files::isExecutable);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void theServersClassesComeFromTheArchive(Path java) throws Exception {
        Path jar = jarIn(directory);

        List<String> flags = flags(List.of(SCRIPT, java.toString(), jar.toString(), directory + "/archive"));

        assertThat(loadedBy(java, flags, jar)).contains("dev.sluice.cli.Sluice source: shared objects file");
        assertThat(printed(java, flags, "-XX:-UseCompressedOops", jar))
                .as("an archive that does not fit is nothing for standard output")
                .startsWith("sluice ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void anArchiveIsMadeAgainForANewerJarOnly(Path java) throws Exception {
        Path jar = jarIn(directory);
        List<String> command = List.of(SCRIPT, java.toString(), jar.toString(), directory.toString(), "kept");
        print(command);
        Path archive = directory.resolve("kept");
        FileTime first = Files.getLastModifiedTime(archive);

        print(command);
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(first);

        Files.setLastModifiedTime(jar, FileTime.fromMillis(first.toMillis() + 1));
        print(command);
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(first);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void theImageUsesTheArchiveThatItMakes(Path java) throws Exception {
        Dockerfile dockerfile = new Dockerfile();
        Path jar = jarIn(directory);
        List<String> run = new ArrayList<>();
        for (String word : dockerfile.all("RUN").get(1).exec()) {
            run.add(word.replace(IMAGE_DIRECTORY, directory.toString()));
        }
        assertThat(run.set(0, SCRIPT)).isEqualTo(directory + "/archive");
        assertThat(run.set(1, java.toString())).isEqualTo("java");

        List<String> flags = flags(run);

        List<String> used = new ArrayList<>();
        for (String word : dockerfile.only("ENTRYPOINT").exec().subList(1, 1 + flags.size())) {
            used.add(word.replace(IMAGE_DIRECTORY, directory.toString()));
        }
        if (flags.get(0).startsWith("-XX:SharedArchiveFile")) {
            used.set(0, used.get(0).replace("AOTCache", "SharedArchiveFile"));
        }
        assertThat(flags).isEqualTo(used);
        assertThat(loadedBy(java, flags, jar)).contains("dev.sluice.cli.Sluice source: shared objects file");
    }

    private static Path jarIn(Path directory) throws IOException {
        return Files.copy(
                Path.of(System.getProperty("sluice.jar", "target/sluice.jar")), directory.resolve("sluice.jar"));
    }

    private static List<String> flags(List<String> command) throws Exception {
        return List.of(print(command).split(" "));
    }

    private static String print(List<String> command) throws Exception {
        Program.Result result = Program.run(command, Map.of());
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output().strip();
    }

    /** Where the JVM finds each class. */
    private String loadedBy(Path java, List<String> flags, Path jar) throws Exception {
        Path log = directory.resolve("classes.txt");
        printed(java, flags, "-Xlog:class+load:file=" + log, jar);
        return Files.readString(log);
    }

    /** What the jar prints on standard output. */
    private static String printed(Path java, List<String> flags, String flag, Path jar) throws Exception {
        return print(List.of(
                "sh",
                "-c",
                String.join(" ", java.toString(), String.join(" ", flags), flag, "-jar", jar.toString(), "--version")
                        + " 2>/dev/null"));
    }
}
