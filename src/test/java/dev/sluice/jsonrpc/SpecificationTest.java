package dev.sluice.jsonrpc;

import static dev.sluice.jsonrpc.Bodies.assertInvalid;
import static dev.sluice.jsonrpc.Bodies.assertParseError;
import static dev.sluice.jsonrpc.Bodies.batch;
import static dev.sluice.jsonrpc.Bodies.code;
import static dev.sluice.jsonrpc.Bodies.id;
import static dev.sluice.jsonrpc.Bodies.read;
import static dev.sluice.jsonrpc.Bodies.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The fifteen messages of section 7 of the specification, as far as an envelope goes. */
class SpecificationTest {
    @Test
    void callsWithPositionalAndNamedParameters() {
        for (String params : List.of(
                "[42, 23]",
                "[23, 42]",
                "{\"subtrahend\": 23, \"minuend\": 42}",
                "{\"minuend\": 42, \"subtrahend\": 23}")) {
            String body = "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": " + params + ", \"id\": 3}";
            Incoming.Request request = request(body);
            assertThat(request.method()).isEqualTo("subtract");
            assertThat(id(request)).isEqualTo("3");
            assertThat(body.substring(request.paramsOffset(), request.paramsOffset() + request.paramsBytes()))
                    .isEqualTo(params);
        }
    }

    @Test
    void notificationsHaveNoIdAndMayHaveNoParams() {
        assertThat(request("{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}")
                        .isNotification())
                .isTrue();
        Incoming.Request foobar = request("{\"jsonrpc\": \"2.0\", \"method\": \"foobar\"}");
        assertThat(foobar.isNotification()).isTrue();
        assertThat(foobar.paramsBytes()).isZero();
    }

    @Test
    void aMethodThatDoesNotExistIsARequestAllTheSame() {
        Incoming.Request request = request("{\"jsonrpc\": \"2.0\", \"method\": \"foobar\", \"id\": \"1\"}");
        assertThat(id(request)).isEqualTo("\"1\"");
        assertThat(request.isNotification()).isFalse();
    }

    @Test
    void invalidJsonIsOneParseError() {
        assertParseError(read("{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]"), "call");
        assertParseError(
                read("[{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},"
                        + "{\"jsonrpc\": \"2.0\", \"method\"]"),
                "batch");
    }

    @Test
    void anInvalidRequestObjectIsAnsweredWithIdNull() {
        assertInvalid(read("{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"}"), "null");
    }

    @Test
    void anEmptyBatchIsOneInvalidRequest() {
        assertInvalid(read("[]"), "null");
    }

    @Test
    void aBatchOfInvalidEntriesIsABatch() {
        for (String body : List.of("[1]", "[1,2,3]", "[[]]", "[{}]", "[[[1],{\"a\":[]}]]", "[null]")) {
            for (Incoming.Entry entry : batch(body).entries()) {
                assertInvalid(entry, "null");
            }
        }
        assertThat(batch("[1]").entries()).hasSize(1);
        assertThat(batch("[1,2,3]").entries()).hasSize(3);
        assertThat(batch("[[]]").entries()).hasSize(1);
    }

    @Test
    void aBatchKeepsItsEntriesInOrder() {
        List<Incoming.Entry> entries = batch(
                        "[{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},"
                                + "{\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]},"
                                + "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42,23], \"id\": \"2\"},"
                                + "{\"foo\": \"boo\"},"
                                + "{\"jsonrpc\": \"2.0\", \"method\": \"foo.get\", \"params\": {\"name\": \"myself\"}, \"id\": \"5\"},"
                                + "{\"jsonrpc\": \"2.0\", \"method\": \"get_data\", \"id\": \"9\"}]")
                .entries();
        assertThat(entries.stream().map(Bodies::id))
                .containsExactly("\"1\"", "none", "\"2\"", "null", "\"5\"", "\"9\"");
        assertThat(entries.stream().map(entry -> code(entry))).containsExactly(0, 0, 0, -32600, 0, 0);
    }
}
