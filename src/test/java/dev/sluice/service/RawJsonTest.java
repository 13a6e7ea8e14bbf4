package dev.sluice.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that nobody looks into. */
class RawJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.0", "null", " {\"a\" : [1, 2]} ", "\"\u00e9\""})
    void keepsTheTextAsItIs(String text) {
        RawJson json = RawJson.parse(text);

        assertThat(json).hasToString(text);
        assertThat(json.utf8()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(json.bytes()).isEqualTo(json.utf8().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1 2", "{", "[1,]", "{\"a\":1,\"a\":2}", "nul"})
    void takesExactlyOneValue(String text) {
        assertThatThrownBy(() -> RawJson.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void trustsARangeOfBytes() {
        byte[] bytes = "[1,22,3]".getBytes(StandardCharsets.US_ASCII);

        assertThat(RawJson.trusted(bytes, 3, 2)).hasToString("22");
        assertThatThrownBy(() -> RawJson.trusted(bytes, 3, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no range of 8 bytes: offset 3, length 6");
        assertThatThrownBy(() -> RawJson.trusted(bytes, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawJson.trusted(bytes, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
