package dev.sluice.jsonrpc;

import static dev.sluice.jsonrpc.Bodies.assertParseError;
import static dev.sluice.jsonrpc.Bodies.call;
import static dev.sluice.jsonrpc.Bodies.read;
import static dev.sluice.jsonrpc.Bodies.request;
import static dev.sluice.jsonrpc.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict RFC 8259: every violation is -32700 with id null, wherever in the body it is. */
class StrictnessTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/*c*/1",
                "1//c\n",
                "NaN",
                "Infinity",
                "-Infinity",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "0x1",
                "'a'",
                "tru",
                "nulll",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\u0001\"",
                "\"a\nb\"",
                "\"a",
                "[1,]",
                "[,1]",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "{\"a\" 1}",
                "[1 2]",
                "]",
                ""
            })
    void aValueThatIsNotJsonIsAParseError(String value) {
        assertParseError(read(call("\"params\":[" + value + (value.isEmpty() ? "," : "") + "],\"id\":1")), value);
        assertParseError(read(call("\"other\":" + value + ",\"id\":1")), value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "1", ",", "\u0000", "[]"})
    void bytesBehindTheValueAreAParseError(String trailing) {
        assertParseError(read(call("\"id\":1") + " " + trailing), trailing);
    }

    @Test
    void anEmptyBodyIsAParseError() {
        assertParseError(read(""), "empty");
        assertParseError(read(" \n\t\r"), "white space");
    }

    @Test
    void whiteSpaceAroundIsFine() {
        assertThat(request(" \n\t\r" + call("\"id\":1") + "\r\n ").method()).isEqualTo("m");
    }

    @Test
    void aBodyCutAnywhereIsAParseError() {
        byte[] whole =
                utf8(call("\"params\":{\"a\":[1,\"é\",true,null,1.5e3]},\"id\":\"x\",\"meta\":{\"timeoutMs\":1}"));
        for (int length = 0; length < whole.length; length++) {
            assertParseError(read(Arrays.copyOf(whole, length)), "cut at " + length);
        }
    }

    @Test
    void aByteOrderMarkAndOtherEncodingsAreAParseError() {
        String body = call("\"id\":1");
        assertParseError(read("\uFEFF" + body), "UTF-8 with mark");
        assertParseError(read(body.getBytes(StandardCharsets.UTF_16LE)), "UTF-16LE");
        assertParseError(read(body.getBytes(StandardCharsets.UTF_16BE)), "UTF-16BE");
        assertParseError(read(body.getBytes(StandardCharsets.UTF_16)), "UTF-16 with mark");
    }

    @Test
    void invalidUtf8IsAParseErrorInsideStringsToo() {
        byte[] body = utf8(call("\"params\":[\"xx\"],\"id\":1"));
        int at = new String(body, StandardCharsets.UTF_8).indexOf("xx");
        body[at] = (byte) 0xC0;
        body[at + 1] = (byte) 0xAF;
        assertParseError(read(body), "overlong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonrpc\":\"2.0", "method\":\"m", "unknown\":\"u", "\\u006dethod\":\"m", "id\":\"1"})
    void aMemberOfTheEnvelopeThatStandsTwiceIsAParseError(String member) {
        assertParseError(read(call("\"unknown\":1,\"id\":1,\"" + member + "\"")), member);
    }

    @Test
    void membersOfTheirTypesThatStandTwiceAreAParseError() {
        assertParseError(read(call("\"params\":[],\"params\":[]")), "params");
        assertParseError(read(call("\"meta\":{},\"meta\":{}")), "meta");
        assertParseError(read(call("\"meta\":{\"timing\":true,\"timing\":true}")), "inside meta");
        assertParseError(read("[" + call("\"id\":1,\"id\":1") + "]"), "in a batch");
    }

    @Test
    void depth64PassesAnd65DoesNot() {
        assertThat(request(call("\"params\":" + nested(63))).method()).isEqualTo("m");
        assertParseError(read(call("\"params\":" + nested(64))), "depth 65");
        assertParseError(read("[".repeat(100_000)), "a bomb of brackets");
    }

    @Test
    void numbersOf100DigitsPassAnd101DoNot() {
        assertThat(request(call("\"params\":[" + "1".repeat(100) + "]")).method())
                .isEqualTo("m");
        assertParseError(read(call("\"params\":[" + "1".repeat(101) + "]")), "101 digits");
        assertParseError(read(call("\"id\":" + "1".repeat(101))), "101 digits in an id");
        assertParseError(read(call("\"params\":[0." + "1".repeat(101) + "]")), "a long fraction");
    }

    @Test
    void aHundredThousandTokensPassAndMoreDoNot() {
        int others = 9; // two brackets of the object, three names, two values, two brackets of the params
        String most = "1,".repeat(JsonLimits.MAX_TOKENS - others - 1) + "1";
        assertThat(request(call("\"params\":[" + most + "]")).method()).isEqualTo("m");
        assertParseError(read(call("\"params\":[1," + most + "]")), "one token more");
        assertParseError(read(call("\"params\":[" + "{},".repeat(60_000) + "1]")), "a bomb of objects");
    }

    @Test
    void namesOf256BytesPassAnd257DoNot() {
        String longest = "n".repeat(256);
        assertThat(request(call("\"" + longest + "\":1")).method()).isEqualTo("m");
        assertThat(request(call("\"params\":{\"" + longest + "\":1}")).method()).isEqualTo("m");
        assertThat(request(call("\"params\":{\"" + "é".repeat(128) + "\":1}")).method())
                .isEqualTo("m");
        assertParseError(read(call("\"params\":{\"" + "é".repeat(129) + "\":1}")), "258 bytes");
        assertParseError(read(call("\"" + longest + "n\":1")), "in the envelope");
        assertParseError(read(call("\"params\":{\"" + longest + "n\":1}")), "in params");
        assertParseError(read(call("\"meta\":{\"" + longest + "n\":1}")), "in meta");
    }

    @Test
    void aLoneSurrogateThatIsEscapedIsJson() {
        assertThat(request(call("\"params\":[\"\\uD800\"],\"id\":\"\\uDC00\"")).isNotification())
                .isFalse();
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
