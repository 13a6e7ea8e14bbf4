package dev.sluice.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings are looked at eight bytes at a time: whatever ends or breaks one has to be seen at each of the eight places. */
class JsonScannerTest {
    private static final int LONGEST = 20;

    @Test
    void aStringEndsAtItsQuoteWhereverThatIs() throws BodyException {
        for (int length = 0; length <= LONGEST; length++) {
            String plain = "~\u007f!#[]".repeat(LONGEST).substring(0, length);
            for (String behind : new String[] {"", " ", ",\"another\"", "\u00e9".repeat(8)}) {
                JsonScanner in = scanner("\"" + plain + "\"" + behind);
                in.value();

                assertThat(in.at()).as(plain + behind).isEqualTo(length + 2);
                assertThat(in.text()).isEqualTo(plain);
            }
        }
    }

    static Stream<Integer> controlCharacters() {
        return IntStream.range(1, ' ').boxed();
    }

    @ParameterizedTest
    @MethodSource("controlCharacters")
    void aControlCharacterBreaksAStringWhereverItIs(int control) {
        for (int place = 0; place < LONGEST; place++) {
            byte[] text = Bodies.utf8("\"" + "x".repeat(LONGEST) + "\"");
            text[1 + place] = (byte) control;

            assertThatThrownBy(() -> new JsonScanner(text).value()).hasMessage("not JSON at byte " + (1 + place));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0041", "\\uD800", "\u00e9", "\u20ac"
            })
    void escapesAndOtherLettersStandAnywhereInAString(String letter) throws BodyException {
        for (int before = 0; before < LONGEST; before++) {
            for (int after = 0; after < LONGEST; after++) {
                String text = "\"" + "x".repeat(before) + letter + "y".repeat(after) + "\"";
                JsonScanner in = scanner(text);
                in.value();

                assertThat(in.at()).as(text).isEqualTo(Bodies.utf8(text).length);
                assertThat(in.text())
                        .startsWith("x".repeat(before))
                        .endsWith("y".repeat(after))
                        .hasSize(before + 1 + after);
            }
        }
    }

    @Test
    void escapesStandForTheirCharacters() throws BodyException {
        JsonScanner in = scanner("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00é~\\uABCD\"");
        in.value();

        assertThat(in.text()).isEqualTo("\"\\/\b\f\n\r\t\u00e9\uD83D\uDE00é~\uABCD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ab\"", "\"a\\u0062\"", "\"\\u0061\\u0062\""})
    void aTextIsTheSameHoweverItIsWritten(String written) throws BodyException {
        JsonScanner in = scanner(written);
        in.value();

        assertThat(in.isText(Bodies.utf8("ab"))).isTrue();
        assertThat(in.isText(Bodies.utf8("aB"))).isFalse();
        assertThat(in.isText(Bodies.utf8("abc"))).isFalse();
        assertThat(in.isText(Bodies.utf8("a"))).isFalse();
    }

    @Test
    void saysWhereTheTextIsWrong() {
        assertWrongAt("[1,2 3]", 5);
        assertWrongAt("{\"a\" 1}", 5);
        assertWrongAt("[truE]", 4);
        assertWrongAt("[1.]", 3);
        assertWrongAt("[\"\\x\"]", 3);
        assertWrongAt("[\"\\u00g0\"]", 6);
        assertWrongAt("[\"\\u00", 6);
        assertWrongAt("[", 1);
    }

    @Test
    void namesAreLimitedInTheBytesTheyStandFor() throws BodyException {
        scanner("{\"" + "\\u0061".repeat(256) + "\":1}").value();
        assertThatThrownBy(
                        () -> scanner("{\"" + "\\u0061".repeat(257) + "\":1}").value())
                .hasMessageStartingWith("beyond a limit");
        assertThatThrownBy(() -> scanner("{\"\\uD800\":1}").value()).hasMessageStartingWith("beyond a limit");
        scanner("{\"\\uD83D\\uDE00\":1}").value();
    }

    private static void assertWrongAt(String text, int offset) {
        assertThatThrownBy(() -> scanner(text).value()).as(text).hasMessage("not JSON at byte " + offset);
        byte[] longer = Arrays.copyOf(Bodies.utf8(text), text.length() + Long.BYTES);
        Arrays.fill(longer, text.length(), longer.length, (byte) '?');
        assertThatThrownBy(() -> new JsonScanner(longer).value()).hasMessage("not JSON at byte " + offset);
    }

    private static JsonScanner scanner(String text) {
        return new JsonScanner(Bodies.utf8(text));
    }
}
