package dev.sluice.jsonrpc;

import static dev.sluice.jsonrpc.Bodies.MAX_BATCH;
import static dev.sluice.jsonrpc.Bodies.assertInvalid;
import static dev.sluice.jsonrpc.Bodies.batch;
import static dev.sluice.jsonrpc.Bodies.call;
import static dev.sluice.jsonrpc.Bodies.id;
import static dev.sluice.jsonrpc.Bodies.read;
import static dev.sluice.jsonrpc.Bodies.request;
import static dev.sluice.jsonrpc.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the specification leaves room: ids, params, meta, batches. */
class EnvelopeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.0",
                "1e3",
                "-12.5E-7",
                "9007199254740993",
                "18446744073709551617",
                "\"\"",
                "\"é\"",
                "\"\\u00e9\"",
                "\"a\\\"b\"",
                "\"\uD83D\uDE00\"",
                "null"
            })
    void theIdIsKeptToTheByte(String id) {
        assertThat(id(request(call("\"id\":" + id)))).isEqualTo(id);
        assertThat(id(request(call("\"id\" : " + id + " ")))).isEqualTo(id);
        assertThat(id(request("{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"method\":\"m\"}")))
                .isEqualTo(id);
    }

    @Test
    void anIdOf256BytesPassesAndOneMoreDoesNot() {
        String longest = "\"" + "x".repeat(254) + "\"";
        assertThat(id(request(call("\"id\":" + longest)))).isEqualTo(longest);
        assertInvalid(read(call("\"id\":\"" + "x".repeat(255) + "\"")), "null");
        assertInvalid(read(call("\"id\":\"" + "é".repeat(128) + "\"")), "null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "{}", "[]", "[1,{\"a\":2}]"})
    void anIdOfAnotherTypeIsInvalidWithIdNull(String id) {
        assertInvalid(read(call("\"id\":" + id)), "null");
    }

    @Test
    void anIdThatIsNullIsARequest() {
        assertThat(request(call("\"id\":null")).isNotification()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1.0\"", "2.0", "null", "[\"2.0\"]", "{\"a\":1}"})
    void anotherVersionIsInvalidAndAUsableIdIsEchoed(String version) {
        assertInvalid(read("{\"jsonrpc\":" + version + ",\"method\":\"m\",\"id\":7}"), "7");
        assertInvalid(read("{\"id\":7,\"jsonrpc\":" + version + ",\"method\":\"m\"}"), "7");
        assertInvalid(read("{\"jsonrpc\":" + version + ",\"method\":\"m\"}"), "null");
    }

    @Test
    void aMissingVersionOrMethodIsInvalid() {
        assertInvalid(read("{\"method\":\"m\",\"id\":\"x\"}"), "\"x\"");
        assertInvalid(read("{\"jsonrpc\":\"2.0\",\"id\":\"x\"}"), "\"x\"");
        assertInvalid(read("{\"jsonrpc\":\"2.0\",\"method\":[1],\"id\":\"x\"}"), "\"x\"");
        assertInvalid(read("{}"), "null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"a\"", "null", "true"})
    void paramsAreAnArrayOrAnObject(String params) {
        assertInvalid(read(call("\"params\":" + params + ",\"id\":1")), "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "[ 1 , {\"é\":[\"}\"]} ]", "{\"a\":{\"b\":[1,2,{}]}, \"c\":\"\uD83D\uDE00\"}"})
    void theSpanOfTheParamsIsExact(String params) {
        String body = "{\"é\":1, \"params\" : " + params + " , \"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}";
        Incoming.Request request = request(body);
        byte[] span =
                Arrays.copyOfRange(utf8(body), request.paramsOffset(), request.paramsOffset() + request.paramsBytes());
        assertThat(span).isEqualTo(utf8(params));
    }

    @Test
    void anythingButAnObjectOrAnArrayIsInvalid() {
        assertInvalid(read("1"), "null");
        assertInvalid(read("\"x\""), "null");
        assertInvalid(read(" null "), "null");
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(id(request(call("\"a\":1,\"b\":{\"jsonrpc\":1},\"c\":[[]],\"id\":1"))))
                .isEqualTo("1");
    }

    @Test
    void metaSaysHowLongAndWhoAndWhetherToTime() {
        String meta = "{\"timeoutMs\":250,\"traceparent\":\"00-ab-cd-01\",\"timing\":true,\"other\":{\"a\":[1]}}";
        assertThat(request(call("\"meta\":" + meta)).meta()).isEqualTo(new Meta(250, "00-ab-cd-01", true));
        assertThat(request(call("\"meta\":{\"timing\":false}")).meta()).isEqualTo(Meta.NONE);
        assertThat(request(call("\"id\":1")).meta()).isEqualTo(Meta.NONE);
    }

    @Test
    void aTimeoutOfAnyLengthIsAnInteger() {
        assertThat(request(call("\"meta\":{\"timeoutMs\":1}")).meta().timeoutMs())
                .isEqualTo(1);
        assertThat(request(call("\"meta\":{\"timeoutMs\":9223372036854775807}"))
                        .meta()
                        .timeoutMs())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(request(call("\"meta\":{\"timeoutMs\":9223372036854775808}"))
                        .meta()
                        .timeoutMs())
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timeoutMs\":0}",
                "{\"timeoutMs\":-1}",
                "{\"timeoutMs\":1.5}",
                "{\"timeoutMs\":1e3}",
                "{\"timeoutMs\":\"1\"}",
                "{\"timeoutMs\":null}",
                "{\"timing\":1}",
                "{\"traceparent\":1}",
                "[]",
                "1"
            })
    void metaOfTheWrongTypeIsInvalid(String meta) {
        assertInvalid(read(call("\"meta\":" + meta + ",\"id\":1")), "1");
    }

    @Test
    void aTraceparentHasAtMost256Characters() {
        String longest = "x".repeat(256);
        assertThat(request(call("\"meta\":{\"traceparent\":\"" + longest + "\"}"))
                        .meta()
                        .traceparent())
                .isEqualTo(longest);
        assertInvalid(read(call("\"id\":1,\"meta\":{\"traceparent\":\"" + longest + "x\"}")), "1");
    }

    @Test
    void aBatchOfTheLimitPassesAndOneMoreIsOneInvalidRequest() {
        String entry = call("\"id\":1");
        String most = "[" + (entry + ",").repeat(MAX_BATCH - 1) + entry;
        assertThat(batch(most + "]").entries()).hasSize(MAX_BATCH);
        assertInvalid(read(most + "," + entry + "]"), "null");
        assertThat(Bodies.code(read(most + "," + entry + ",}"))).isEqualTo(-32700);
    }

    @Test
    void knowsItsAnswerToABatchThatIsTooLargeFromAllOthers() {
        EnvelopeReader reader = new EnvelopeReader(2);
        String entry = call("\"id\":1");
        Incoming tooLarge = reader.read(utf8("[" + entry + ",1,[]]"));

        assertThat(reader.isBatchTooLarge(tooLarge)).isTrue();
        assertInvalid(tooLarge, "null");
        for (String other : List.of("[" + entry + ",1]", "[]", "1", "{", entry)) {
            assertThat(reader.isBatchTooLarge(reader.read(utf8(other))))
                    .as(other)
                    .isFalse();
        }
    }
}
