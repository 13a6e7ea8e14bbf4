package dev.sluice.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Arrows between packages go one way. */
class ArrowsTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sluice");

    private static final int MAX_LINES_OF_THE_CORE = 300;

    /** For each package of ours the packages of ours it may know. */
    private static final Map<String, List<String>> MAY_KNOW = Map.ofEntries(
            Map.entry("frame", List.of()),
            Map.entry("jsonrpc", List.of()),
            Map.entry("service", List.of()),
            Map.entry("limits", List.of()),
            Map.entry("metrics", List.of()),
            Map.entry("config", List.of("limits")),
            Map.entry("bus", List.of("jsonrpc", "frame", "metrics")),
            Map.entry("gateway", List.of("bus", "jsonrpc", "frame", "limits", "metrics")),
            Map.entry("worker", List.of("bus", "jsonrpc", "service", "limits", "metrics")),
            Map.entry("cluster", List.of("bus", "metrics", "config")),
            Map.entry("demo", List.of("service")),
            Map.entry("admin", List.of()),
            Map.entry("client", List.of("jsonrpc", "frame")),
            Map.entry("bench", List.of("jsonrpc", "frame")),
            Map.entry(
                    "server",
                    List.of(
                            "gateway", "worker", "admin", "cluster", "demo", "bus", "service", "config", "limits",
                            "metrics")),
            Map.entry("cli", List.of("server", "client", "bench", "config")));

    @TestFactory
    Stream<DynamicTest> everyPackageKnowsOnlyThoseBelowIt() {
        return MAY_KNOW.entrySet().stream()
                .map(entry ->
                        DynamicTest.dynamicTest(entry.getKey(), () -> knowsOnly(entry.getKey(), entry.getValue())));
    }

    @Test
    void everyPackageHasItsPlaceInThePlan() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/sluice"))) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(MAY_KNOW.keySet());
        }
    }

    @Test
    void noArrowsFormACircle() {
        check(slices().matching("dev.sluice.(*)..").should().beFreeOfCycles());
    }

    @Test
    void onlyTheBusUsesTheEventBus() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.sluice.bus..", "dev.sluice.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.eventbus.."));
    }

    @Test
    void onlyTheSocketTransportUsesNettyAndTheInternalsOfVertx() {
        check(noClasses()
                .that()
                .haveNameNotMatching("dev\\.sluice\\.gateway\\.SocketTransport.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.vertx.core.internal..", "io.vertx.core.impl.."));
    }

    @Test
    void framesAndJsonKnowNeitherSocketsNorClocksNorLogs() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.sluice.frame..", "dev.sluice.jsonrpc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.net..", "io.vertx.core.eventbus..", "java.time..", "org.slf4j.."));
    }

    @Test
    void nothingIsLockedInFrameJsonrpcGatewayAndClient() throws IOException {
        for (Path source : sources(List.of("frame", "jsonrpc", "gateway", "client"))) {
            assertThat(Files.readString(source))
                    .as(source.toString())
                    .doesNotContain("synchronized (")
                    .doesNotContain("ReentrantLock")
                    .doesNotContainPattern("private volatile");
        }
    }

    @Test
    void noClassOfTheCoreIsLongerThanThreeHundredLines() throws IOException {
        for (Path source : sources(List.of("frame", "jsonrpc", "bus", "gateway"))) {
            assertThat(Files.readAllLines(source))
                    .as(source.toString())
                    .hasSizeLessThanOrEqualTo(MAX_LINES_OF_THE_CORE);
        }
    }

    private static void knowsOnly(String name, List<String> allowed) {
        List<String> packages = new ArrayList<>(List.of("dev.sluice." + name + ".."));
        for (String other : allowed) {
            packages.add("dev.sluice." + other + "..");
        }
        String[] foreign = MAY_KNOW.keySet().stream()
                .map(other -> "dev.sluice." + other + "..")
                .filter(other -> !packages.contains(other))
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage("dev.sluice." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign));
    }

    private static List<Path> sources(List<String> packages) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String name : packages) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/sluice", name))) {
                files.forEach(sources::add);
            }
        }
        return sources;
    }

    private static void check(ArchRule rule) {
        rule.check(HOUSE);
    }
}
