package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected of an answer is found to be different when it is, and only then. */
class PatternsTest {
    private static final ObjectMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1,'b':[true,null]} | {'b':[true,null],'a':1.0}",
                "9007199254740993        | 9007199254740993",
                "{'a':'*'}               | {'a':{'b':1}}",
                "{'a':1,'*':'*'}         | {'a':1,'b':2}",
                "'*'                     | null",
            })
    void acceptsTheSameJson(String wanted, String actual) {
        assertThat(mismatch(wanted, actual)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "9007199254740993 | 9007199254740992",
                "{'a':1}          | {'a':1,'b':2}",
                "{'a':1,'b':2}    | {'a':1}",
                "{'a':'*'}        | {}",
                "{'a':1,'*':'*'}  | {'b':2}",
                "[1,2]            | [2,1]",
                "[1]              | [1,1]",
                "1                | '1'",
                "null             | 0",
                "{'a':{'b':1}}    | {'a':{'b':2}}",
            })
    void refusesOtherJson(String wanted, String actual) {
        assertThat(mismatch(wanted, actual)).isNotNull();
    }

    @Test
    void comparesIdsByTheirText() throws IOException {
        BodyPattern wanted = pattern("{result: '[]', for: '1.0'}");
        assertThat(wanted.mismatch("{\"id\":1.0,\"jsonrpc\":\"2.0\",\"result\":[]}"))
                .isNull();
        assertThat(wanted.mismatch("{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[]}"))
                .contains("/id is 1, not 1.0");
        BodyPattern escaped = pattern("{result: '{\"id\":1}', for: '\"\\u0041\\\"\"'}");
        assertThat(escaped.mismatch("{\"jsonrpc\":\"2.0\",\"result\":{\"id\":1},\"id\":\"\\u0041\\\"\"}"))
                .isNull();
        assertThat(escaped.mismatch("{\"jsonrpc\":\"2.0\",\"result\":{\"id\":1},\"id\":\"A\\\"\"}"))
                .contains("/id");
    }

    @Test
    void wantsNothingBesideWhatIsWritten() throws IOException {
        BodyPattern result = pattern("{result: '1', for: '1'}");
        assertThat(result.mismatch("{\"jsonrpc\":\"2.0\",\"result\":1,\"meta\":{},\"id\":1}"))
                .contains("/meta");
        assertThat(result.mismatch("{\"jsonrpc\":\"2.0\",\"result\":1,\"error\":null,\"id\":1}"))
                .contains("/error");
        assertThat(result.mismatch("[{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1}]"))
                .isNotNull();
        BodyPattern error = pattern("{error: -32600, executed: \"no\", for: 'null'}");
        String sent = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request\","
                + "\"data\":{\"executed\":\"no\",\"reason\":\"r\"}},\"id\":null}";
        assertThat(error.mismatch(sent)).isNull();
        assertThat(error.mismatch(sent.replace("\"no\"", "\"yes\""))).contains("/error/data/executed");
        assertThat(error.mismatch(sent.replace("Request", "request"))).contains("/error/message");
    }

    @Test
    void takesEntriesOfABatchInAnyOrderAndEachOnce() throws IOException {
        BodyPattern wanted = pattern("{batch: [{result: '1', for: '1'}, {result: '2', for: '2'}]}");
        String one = "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1}";
        String two = "{\"jsonrpc\":\"2.0\",\"result\":2,\"id\":2}";
        assertThat(wanted.mismatch("[" + two + "," + one + "]")).isNull();
        assertThat(wanted.mismatch("[" + one + "," + one + "]")).isNotNull();
        assertThat(wanted.mismatch("[" + one + "]")).isNotNull();
        assertThat(wanted.mismatch(one)).isNotNull();
    }

    private static BodyPattern pattern(String yaml) throws IOException {
        return BodyPattern.of(new Fields(YAML.readTree(yaml), "test"));
    }

    private static @Nullable String mismatch(String wanted, String actual) {
        return JsonPattern.of(wanted.replace('\'', '"')).mismatch(JsonPattern.read(actual.replace('\'', '"')));
    }
}
