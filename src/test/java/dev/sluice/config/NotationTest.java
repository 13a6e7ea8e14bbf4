package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "7411, 7411", "999999999999999999, 999999999999999999"})
    void readsIntegers(String text, long number) {
        assertThat(Notation.INTEGER.parse(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "65536, 65536", "1073741824, 1073741824", "256KiB, 262144", "1MiB, 1048576", "1GiB, 1073741824"
    })
    void readsSizesAsBytes(String text, long bytes) {
        assertThat(Notation.SIZE.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0s, 0", "500ms, 500", "2s, 2000", "5m, 300000", "24h, 86400000"})
    void readsDurationsAsMilliseconds(String text, long millis) {
        assertThat(Notation.DURATION.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "01",
                "1_000",
                "1.0",
                "0x10",
                "1e3",
                "1KiB",
                "1 ",
                "one",
                "1000000000000000000",
                "\u0661"
            })
    void takesNothingElseForAnInteger(String text) {
        assertThat(Notation.INTEGER.parse(text)).isEqualTo(Notation.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "512B", "1kib", "1KB", "1K", "1.5MiB", "-1KiB", "1 MiB", "1MiB ", "1s"})
    void takesNothingElseForASize(String text) {
        assertThat(Notation.SIZE.parse(text)).isEqualTo(Notation.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "10", "s", "1d", "1S", "1.5s", "-1s", "1 s", "PT1S", "1m30s"})
    void takesNothingElseForADuration(String text) {
        assertThat(Notation.DURATION.parse(text)).isEqualTo(Notation.NONE);
    }

    @Test
    void doesNotOverflow() {
        assertThat(Notation.SIZE.parse("999999999999999999GiB")).isEqualTo(Long.MAX_VALUE);
        assertThat(Notation.DURATION.parse("999999999999999999h")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void holdsBothEndsOfARange() {
        assertThat(Notation.SIZE.holds("1KiB..1GiB", 1024)).isTrue();
        assertThat(Notation.SIZE.holds("1KiB..1GiB", 1 << 30)).isTrue();
        assertThat(Notation.SIZE.holds("1KiB..1GiB", 1023)).isFalse();
        assertThat(Notation.SIZE.holds("1KiB..1GiB", (1 << 30) + 1)).isFalse();
        assertThat(Notation.INTEGER.holds("0..65535", Notation.NONE)).isFalse();
    }
}
