package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.jsonrpc.JsonLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings as blocks are the strings that Jackson reads and writes, to the byte. */
class BlockJsonFactoryTest {
    private static final int MOST = 128 * 1024;
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private final ObjectMapper blocks = new JsonMapper(new BlockJsonFactory(JsonLimits.strict()));
    private final ObjectMapper jackson = new JsonMapper(JsonLimits.strict().build());

    @ParameterizedTest
    @ValueSource(strings = {"x", "x\"", "\\x", "\n", "\u0000", "\u007f", "é", "€", "😀", "?", "/", "\u2028"})
    void writesAndReadsWhatJacksonDoes(String part) throws IOException {
        for (String text : around(part)) {
            byte[] expected = jackson.writeValueAsBytes(List.of(text, "y", text));

            assertThat(blocks.writeValueAsBytes(List.of(text, "y", text))).isEqualTo(expected);
            assertThat(blocks.readValue(expected, STRINGS)).containsExactly(text, "y", text);
        }
    }

    @Test
    void textsOfAnyCharacters() throws IOException {
        Random random = new Random(4);
        String alphabet = "abcdefghijklmnop \"\\\n\té€😀?";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            int choice = 1 + random.nextInt(alphabet.codePointCount(0, alphabet.length()));
            random.ints(random.nextInt(100), 0, choice)
                    .map(i -> alphabet.codePointAt(alphabet.offsetByCodePoints(0, i)))
                    .forEach(text::appendCodePoint);
            Map<String, String> value = Map.of("name", text.toString());
            byte[] expected = jackson.writeValueAsBytes(value);

            assertThat(blocks.writeValueAsBytes(value)).isEqualTo(expected);
            assertThat(blocks.readTree(expected)).isEqualTo(jackson.readTree(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "\udc00\ud800"})
    void halfACharacterBecomesNoQuestionMark(String half) throws IOException {
        for (String text : List.of(half + "x".repeat(100), "x".repeat(100) + half, "x".repeat(50) + half + "?x")) {
            byte[] expected = jackson.writeValueAsBytes(text);

            assertThat(blocks.writeValueAsBytes(text)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\"abcdefghijklmnop", "[\"abcdefghij\\", "[\"abcdefgh\u0001ijkl\"]", "[\"a\"", "[\"a\\q\"]"})
    void brokenTextIsAnError(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> blocks.readTree(bytes)).isInstanceOf(IOException.class);
    }

    @Test
    void aStringThatEndsBehindItsRangeIsAnError() {
        byte[] bytes = "[\"abcdefghijkl\"]".getBytes(StandardCharsets.US_ASCII);
        for (int length = 1; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> blocks.readTree(bytes, 0, cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsFromTheMidstOfABody() throws IOException {
        byte[] body = "{\"params\":[\"one\",{\"two\":\"three\"}],\"id\":\"x\"}".getBytes(StandardCharsets.US_ASCII);

        JsonNode params = blocks.readTree(body, 10, 23);

        assertThat(params).hasToString("[\"one\",{\"two\":\"three\"}]");
    }

    @Test
    void aStringCanBeAskedForAgainAndInEveryForm() throws IOException {
        byte[] json = "[\"some text\"]".getBytes(StandardCharsets.US_ASCII);
        try (JsonParser in = blocks.getFactory().createParser(json)) {
            in.nextToken();
            in.nextToken();

            assertThat(in.hasTextCharacters()).as("a string is there at once").isFalse();
            assertThat(in.getText()).isEqualTo("some text");
            assertThat(in.getText()).isEqualTo("some text");
            assertThat(in.getTextLength()).isEqualTo(9);
            assertThat(new String(in.getTextCharacters(), in.getTextOffset(), 9))
                    .isEqualTo("some text");
            assertThat(in.nextToken().isStructEnd()).isTrue();
        }
    }

    private static List<String> around(String part) {
        List<String> texts = new ArrayList<>();
        for (int before : List.of(0, 1, 7, 8, 9, 30, 31, 32, 33, 1_000, MOST - 1, MOST, MOST + 1)) {
            String head = "x".repeat(before);
            texts.add(head + part);
            texts.add(part + head);
            texts.add(head + part + head);
        }
        return texts;
    }
}
