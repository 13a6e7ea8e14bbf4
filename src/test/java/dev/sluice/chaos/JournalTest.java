package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves behind that was killed while it wrote. */
class JournalTest {
    @TempDir
    Path dir;

    @Test
    void readsBeginsAndEndsByToken() throws Exception {
        Journal journal = read("""
                B 000000000000002a 0000000000000001
                B 000000000000002b 0000000000000002
                E 000000000000002a 0000000000000003
                """);

        assertThat(journal.tokens()).containsExactlyInAnyOrder(42L, 43L);
        assertThat(journal.of(42).begins()).containsExactly(1L);
        assertThat(journal.of(42).ends()).containsExactly(3L);
        assertThat(journal.starts(43)).isEqualTo(1);
        assertThat(journal.ends(43)).isZero();
        assertThat(journal.starts(44)).isZero();
    }

    @Test
    void takesNothingFromATornLineAndEverythingFromTheOneBehindIt() throws Exception {
        Journal journal = read("B 000000000000B 000000000000002b 0000000000000002\nB 000000000000002c 00000");

        assertThat(journal.tokens()).containsExactly(43L);
    }

    private Journal read(String lines) throws Exception {
        return Journal.read(Files.writeString(dir.resolve("journal"), lines));
    }
}
