package dev.sluice.jsonrpc;

import static dev.sluice.jsonrpc.Bodies.text;
import static dev.sluice.jsonrpc.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What goes back, to the byte. */
class ResponseTest {
    private static final RpcError NOT_FOUND = RpcError.of(ErrorCode.METHOD_NOT_FOUND, Executed.NO);

    @Test
    void aResultCarriesTheIdAsItCame() {
        assertThat(written(Response.result(utf8("1.0"), utf8("null"), null)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1.0}");
    }

    @Test
    void metaStandsBeforeTheId() {
        assertThat(written(Response.result(utf8("\"é\""), utf8("[1]"), utf8("{\"timing\":{}}"))))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":[1],\"meta\":{\"timing\":{}},\"id\":\"é\"}");
    }

    @Test
    void anErrorSaysWhetherItWasExecuted() {
        assertThat(written(Response.error(Response.nullId(), NOT_FOUND, null)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"Method not found\","
                        + "\"data\":{\"executed\":\"no\"}},\"id\":null}");
        assertThat(RpcError.of(ErrorCode.INTERNAL_ERROR, Executed.YES).toString())
                .contains("\"executed\":\"yes\"");
        assertThat(RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.UNKNOWN).toString())
                .contains("\"executed\":\"unknown\"");
    }

    @Test
    void anOverloadedErrorSaysWhenToTryAgain() {
        assertThat(RpcError.overloaded("full", 100).toString())
                .isEqualTo("{\"code\":-32000,\"message\":\"Overloaded\","
                        + "\"data\":{\"reason\":\"full\",\"retryAfterMs\":100,\"executed\":\"no\"}}");
    }

    @Test
    void noTextFailsToBeEncoded() {
        assertThat(RpcError.of(ErrorCode.INVALID_REQUEST, Executed.NO, "é\uD800\n\"")
                        .toString())
                .contains("\\u00E9\\uD800\\n\\\"");
    }

    @Test
    void aFailureToWriteDataIsNotSwallowed() {
        assertThatThrownBy(() -> RpcError.encode(1, "m", Executed.YES, data -> {
                    throw new IOException("broken");
                }))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whatIsTooLargeKeepsItsIdAndWhetherItWasExecuted() {
        Response result = Response.result(utf8("1.0"), utf8("[1]"), utf8("{}"));
        assertThat(result.isResult()).isTrue();
        Response instead = result.tooLarge("no room");
        assertThat(instead.isResult()).isFalse();
        assertThat(written(instead))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32006,\"message\":\"Response too large\","
                        + "\"data\":{\"reason\":\"no room\",\"executed\":\"yes\"}},\"id\":1.0}");

        for (Executed executed : Executed.values()) {
            RpcError error = RpcError.of(ErrorCode.DEADLINE_EXCEEDED, executed);
            assertThat(written(Response.error(utf8("1"), error, null).tooLarge("no room")))
                    .contains("-32006", "\"executed\":\"" + executed.text() + "\"");
        }
    }

    @Test
    void aBatchIsAnArrayOfItsResponses() {
        BatchResponse batch = new BatchResponse(3, 1_000);
        batch.add(Response.result(utf8("1"), utf8("7"), null));
        assertThat(batch.isComplete()).isFalse();
        batch.skip();
        batch.add(Response.error(utf8("2"), NOT_FOUND, null));
        assertThat(batch.isComplete()).isTrue();
        assertThat(batch.isEmpty()).isFalse();
        assertThat(written(batch))
                .startsWith("[{\"jsonrpc\":\"2.0\",\"result\":7,\"id\":1},{\"jsonrpc\":\"2.0\",\"error\":")
                .endsWith(",\"id\":2}]");
    }

    @Test
    void aBatchOfNotificationsIsEmpty() {
        BatchResponse batch = new BatchResponse(1, 1_000);
        batch.skip();
        assertThat(batch.isComplete()).isTrue();
        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void aResultThatDoesNotFitTheBatchBecomesAnErrorAndAnErrorAlwaysFits() {
        Response first = Response.result(utf8("1"), utf8("7"), null);
        int room = 2 * first.bytes() + 3;
        BatchResponse exact = new BatchResponse(2, room);
        exact.add(first);
        exact.add(first);
        assertThat(written(exact)).doesNotContain("error").hasSize(room);

        BatchResponse oneLess = new BatchResponse(3, room - 1);
        oneLess.add(first);
        oneLess.add(first);
        oneLess.add(Response.error(utf8("3"), NOT_FOUND, null));
        assertThat(written(oneLess)).contains("-32006", "\"executed\":\"yes\"", "-32601");
    }

    @Test
    void everyCodeHasANumberAndAMessage() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(code.code()).isLessThan(0);
            assertThat(code.message()).isNotEmpty();
        }
    }

    private static String written(Answer answer) {
        byte[] target = new byte[answer.bytes() + 2];
        Arrays.fill(target, (byte) '#');
        assertThat(answer.write(target, 1)).isEqualTo(answer.bytes() + 1);
        String text = text(target);
        assertThat(text).startsWith("#").endsWith("#");
        return text.substring(1, text.length() - 1);
    }
}
