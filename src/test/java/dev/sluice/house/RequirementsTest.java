package dev.sluice.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of requirements names tests that exist, and no test goes unnamed; links of the README lead somewhere. */
class RequirementsTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+\\.\\w+(?:Test|IT))`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
    private static final Path TESTS = Path.of("src/test/java/dev/sluice");

    /** Base classes and details of what is named. */
    private static final Set<String> PARTS = Set.of(
            "client.ClientTest",
            "cli.CallTest",
            "client.RpcClientContextTest",
            "client.RpcClientOptionsTest",
            "client.OutboxTest",
            "client.PendingCallsTest",
            "gateway.VerdictTest",
            "house.RequirementsTest");

    @Test
    void everyTestIsNamedAndEveryNameIsATest() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/requirements.md"));
        Set<String> named =
                NAMED.matcher(page).results().map(found -> found.group(1)).collect(Collectors.toSet());
        Set<String> existing;
        try (Stream<Path> files = Files.walk(TESTS)) {
            existing = files.filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
                    .map(file -> TESTS.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.'))
                    .filter(name -> !PARTS.contains(name))
                    .collect(Collectors.toSet());
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(existing);
    }

    @Test
    void linksOfTheReadmeLeadToFiles() throws IOException {
        List<String> links = LINK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(Path.of(link))
                .exists());
    }
}
