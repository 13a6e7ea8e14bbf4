package dev.sluice.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation finds every planted defect with the seed that is written in its patch, and nothing without the patch. A
 * change of the server or the simulation shuffles schedules: then one of those that follow finds it, and the seed to write
 * down instead is printed.
 */
class MutantsTest {
    private static final int SHUFFLED = 1_000;
    private static final List<String> FILE =
            List.of("Seed: 7", "--- a/f", "+++ b/f", "@@ -1,3 +1,3 @@", " a", "-b", "+c");

    static List<Patch> patches() throws IOException {
        return Mutants.all();
    }

    @ParameterizedTest
    @MethodSource("patches")
    void itsSeedFindsADefect(Patch patch) throws IOException, ReflectiveOperationException {
        try (Specimen mutant = Specimen.mutant(Mutants.PROJECT, patch)) {
            Long found = mutant.firstFound(patch.seed(), SHUFFLED);
            assertThat(found).isNotNull();
            if (!Objects.equals(found, patch.seed())) {
                System.out.printf("%s: the seed is %d now, not %d%n", patch.name(), found, patch.seed());
            }
        }
    }

    @Test
    void theseSeedsFindNothingInTheSourcesAsTheyAre() throws IOException, ReflectiveOperationException {
        try (Specimen control = Specimen.control()) {
            for (Patch patch : patches()) {
                assertThat(control.broken(patch.seed())).as(patch.name()).isEmpty();
            }
        }
    }

    @Test
    void theDefectForTheLedgerStillFitsTheSources() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("src/test/mutants/no-lingering-close.patch")));
        lines.add(0, "Seed: 0"); // it is for the ledger, which has none
        Patch patch = Patch.parse("no-lingering-close", lines);
        String path = "src/main/java/dev/sluice/gateway/Lifecycle.java";
        String source = Files.readString(Path.of(path));

        assertThat(patch.apply(path, source)).isNotEqualTo(source);
    }

    @Test
    void aPatchFitsWhereItsLinesStandOnce() {
        assertThat(Patch.parse("p", FILE).apply("f", "x\na\nb\n")).isEqualTo("x\na\nc\n");
    }

    @Test
    void aPatchThatDoesNotFitIsRefused() {
        Patch patch = Patch.parse("p", FILE);

        assertThatThrownBy(() -> patch.apply("f", "a\nx\nb\n")).hasMessageContaining("nowhere");
        assertThatThrownBy(() -> patch.apply("f", "a\nb\na\nb\n")).hasMessageContaining("two places");
        assertThatThrownBy(() -> Patch.parse("p", FILE.subList(1, 7))).hasMessageContaining("Seed");
        assertThatThrownBy(() -> Patch.parse("p", FILE.subList(0, 5))).hasMessageContaining("says nothing");
    }
}
