package dev.sluice.jsonrpc;

import static dev.sluice.jsonrpc.Bodies.call;
import static dev.sluice.jsonrpc.Bodies.request;
import static dev.sluice.jsonrpc.Bodies.text;
import static dev.sluice.jsonrpc.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The params of the server's own methods, whose values go on as they came. */
class ControlParamsTest {
    private final ControlParams params = new ControlParams();

    @Nested
    class IdToCancel {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1",
                    "1.0",
                    "-0",
                    "10e-1",
                    "9007199254740993",
                    "\"\"",
                    "\"1\"",
                    "\"a\\\"b\"",
                    "\"\\u0031\"",
                    "\"é\""
                })
        void isTheExactTextOfTheId(String id) {
            assertThat(idOf("{\"id\":" + id + "}")).isEqualTo(id);
            assertThat(idOf("{ \"id\" : " + id + " }")).isEqualTo(id);
        }

        @Test
        void isFoundAmongMembersNobodyKnows() {
            assertThat(idOf("{\"x\":{\"id\":1},\"id\":2,\"y\":[{\"id\":3}],\"z\":4}"))
                    .isEqualTo("2");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"Id\":1}",
                    "{\"id\":null}",
                    "{\"id\":true}",
                    "{\"id\":[1]}",
                    "{\"id\":{\"id\":1}}",
                    "[1]",
                    "[{\"id\":1}]"
                })
        void isNothingWhereNoRequestCouldHaveIt(String text) {
            assertThat(idOf(text)).isNull();
        }

        @Test
        void isNothingWithoutParams() {
            byte[] body = utf8(call("\"id\":7"));

            assertThat(params.idToCancel((Incoming.Request) Bodies.read(body), body))
                    .isNull();
        }

        @Test
        void isNoneOfTwo() {
            assertThat(idOf("{\"id\":1,\"id\":2}")).isNull();
        }

        private @Nullable String idOf(String text) {
            String body = call("\"params\":" + text + ",\"id\":7");
            byte[] id = params.idToCancel(request(body), utf8(body));
            return id == null ? null : text(id);
        }
    }

    @Nested
    class Capabilities {
        @Test
        void areTheNamesTheClientGives() {
            assertThat(namesOf("{\"capabilities\":[\"drain\"]}")).containsExactly("drain");
            assertThat(namesOf("{\"capabilities\":[\"\\u0064rain\",\"other\",\"drain\"]}"))
                    .containsExactlyInAnyOrder("drain", "other");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{}", "{\"capabilities\":[]}", "{\"x\":[\"drain\"],\"y\":{\"capabilities\":1},\"z\":1}"})
        void mayBeNone(String text) {
            assertThat(namesOf(text)).isEmpty();
        }

        @Test
        void mayBeAbsentWithAllParams() {
            byte[] body = utf8(call("\"id\":7"));

            assertThat(params.capabilities((Incoming.Request) Bodies.read(body), body))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[]",
                    "[\"drain\"]",
                    "{\"capabilities\":\"drain\"}",
                    "{\"capabilities\":null}",
                    "{\"capabilities\":{\"drain\":true}}",
                    "{\"capabilities\":[\"drain\",1]}",
                    "{\"capabilities\":[null]}",
                    "{\"capabilities\":[[\"drain\"]]}",
                    "{\"capabilities\":[{}]}"
                })
        void areRefusedInAnyOtherForm(String text) {
            assertThat(namesOf(text)).isNull();
        }

        private @Nullable Set<String> namesOf(String text) {
            String body = call("\"params\":" + text + ",\"id\":7");
            return params.capabilities(request(body), utf8(body));
        }
    }

    @Test
    void paramsThatAreCutShortHaveNone() {
        byte[] body = utf8("{\"id\":");
        Incoming.Request unchecked = new Incoming.Request(null, "m", 0, body.length, Meta.NONE);

        assertThat(params.idToCancel(unchecked, body)).isNull();
    }
}
