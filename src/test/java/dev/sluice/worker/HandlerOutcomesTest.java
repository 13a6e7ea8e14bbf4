package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bus.Call;
import dev.sluice.metrics.Outcome;
import dev.sluice.metrics.Refusal;
import dev.sluice.service.AsyncHandler;
import dev.sluice.service.BlockingHandler;
import dev.sluice.service.RawJson;
import dev.sluice.service.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a handler does ends in exactly one reply. */
class HandlerOutcomesTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aResultIsWrittenAndNullIsAResult() {
        async((params, call) -> Future.succeededFuture(Map.of("a", 1)));
        assertThat(bench.answer("m", "[]")).isEqualTo("{\"a\":1}");
        blocking("b", (params, call) -> null);
        assertThat(bench.answer("b", "[]")).isEqualTo("null");
    }

    @Test
    void whatIsThrownIsAnInternalErrorThatSaysNothingOfTheServer() {
        async((params, call) -> {
            throw new IllegalStateException("secret");
        });
        assertInternal(bench.answer("m", "[]"));
        blocking("b", (params, call) -> {
            throw new java.io.IOException("secret");
        });
        assertInternal(bench.answer("b", "[]"));
    }

    @Test
    void errorsOfTheJvmAreInternalErrorsToo() {
        async((params, call) -> {
            throw new StackOverflowError("secret");
        });
        assertInternal(bench.answer("m", "[]"));
        blocking("b", (params, call) -> {
            throw new NoClassDefFoundError("secret");
        });
        assertInternal(bench.answer("b", "[]"));
    }

    @Test
    @SuppressWarnings("NullAway") // what an author without NullAway can do
    void nullInsteadOfAFutureIsAnInternalError() {
        async((params, call) -> null);
        assertInternal(bench.answer("m", "[]"));
    }

    @Test
    void aHandlerThatNeverCompletesGivesNoReplyAndHoldsNobody() {
        async((params, call) -> Promise.promise().future());
        bench.run(bench.call("m", "[]"));
        assertThat(bench.replies).isEmpty();
    }

    @Test
    void aHandlerThatCompletesTwiceIsAnsweredOnce() {
        Promise<Object> promise = Promise.promise();
        async((params, call) -> promise.future());
        bench.run(bench.call("m", "[]"));
        assertThat(promise.tryComplete("first")).isTrue();
        assertThat(promise.tryComplete("second")).isFalse();
        assertThat(bench.onlyAnswer()).isEqualTo("\"first\"");
    }

    @Test
    void aFutureMayCompleteOnAnotherThread() throws InterruptedException {
        Promise<Object> promise = Promise.promise();
        async((params, call) -> promise.future());
        bench.run(bench.call("m", "[]"));
        Thread other = new Thread(() -> promise.complete(1));
        other.start();
        other.join();
        assertThat(bench.onlyAnswer()).isEqualTo("1");
    }

    @Test
    void aResultOfTheLimitPassesAndOneByteMoreDoesNot() {
        async((params, call) -> Future.succeededFuture("x".repeat(params.get(0).asInt())));
        int most = Bench.MAX_RESPONSE_BYTES - 2;
        assertThat(bench.answer("m", "[" + most + "]")).hasSize(Bench.MAX_RESPONSE_BYTES);
        assertThat(bench.answer("m", "[" + (most + 1) + "]")).contains("-32006", "\"executed\":\"yes\"");
        assertThat(bench.answer("m", "[100000]")).contains("-32006");
    }

    @Test
    void rawJsonIsHandedOnAsItWasWritten() {
        bench.register(
                methods -> methods.async("raw", RawJson.class, (params, call) -> Future.succeededFuture(params)));
        String params = "[ 1.0,{\"a\" : \"\\u00e9\",\"a\":2} ]";
        assertThat(bench.answer("raw", params)).isEqualTo(params);
        assertThat(bench.answer("raw", "")).isEqualTo("null");
    }

    @Test
    void rawJsonKeepsToTheLimitsOfResults() {
        bench.register(
                methods -> methods.async("raw", RawJson.class, (params, call) -> Future.succeededFuture(params)));
        String most = "[\"" + "x".repeat(Bench.MAX_RESPONSE_BYTES - 4) + "\"]";
        assertThat(bench.answer("raw", most)).isEqualTo(most);
        assertThat(bench.answer("raw", most.replace("]", " ]"))).contains("-32006", "\"executed\":\"yes\"");
    }

    @Test
    void aResultThatCannotBeWrittenIsAnInternalError() {
        Object[] circle = new Object[1];
        circle[0] = circle;
        async((params, call) -> Future.succeededFuture(circle));
        assertThat(bench.answer("m", "[]")).containsAnyOf("-32603", "-32006").contains("\"executed\":\"yes\"");
        blocking("b", (params, call) -> new Object());
        assertInternal(bench.answer("b", "[]"));
    }

    @Test
    void whatAHandlerPassedOnIsAnsweredAsItEndedThere() {
        async((params, call) -> Future.failedFuture(PassedOnException.toNobody("why")));
        assertThat(bench.answer("m", "[]"))
                .isEqualTo("{\"code\":-32000,\"message\":\"Overloaded\",\"data\":"
                        + "{\"reason\":\"why\",\"retryAfterMs\":100,\"executed\":\"no\"}}");
        assertThat(bench.meters.count(Refusal.NO_CONSUMER)).isEqualTo(1);
    }

    @Test
    void anErrorOfWhoeverAHandlerPassedItOnToKeepsToTheLimit() {
        async((params, call) -> {
            throw PassedOnException.answered(1, "x".repeat(params.get(0).asInt()));
        });
        assertThat(bench.answer("m", "[10]")).contains("\"code\":1,", "\"executed\":\"yes\"");
        assertThat(bench.answer("m", "[" + Bench.MAX_RESPONSE_BYTES + "]")).contains("-32006");
        assertThat(bench.meters.count(Refusal.NO_CONSUMER)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0, -31999, -32769, -32602, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anAuthorMayChooseTheseCodes(int code) {
        async((params, call) -> Future.failedFuture(new RpcException(code, "mine")));
        assertThat(bench.answer("m", "[]"))
                .isEqualTo("{\"code\":" + code + ",\"message\":\"mine\",\"data\":{\"executed\":\"yes\"}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {-32000, -32001, -32601, -32700, -32768})
    void aReservedCodeBecomesAnInternalError(int code) {
        blocking("b", (params, call) -> {
            throw new RpcException(code, "secret");
        });
        assertInternal(bench.answer("b", "[]"));
    }

    @Test
    void dataOfAnErrorGetsExecutedAdded() {
        Map<String, Object> data = Map.of("executed", "no");
        async((params, call) -> Future.failedFuture(new RpcException(1, "m", data)));
        assertThat(bench.answer("m", "[]")).endsWith("\"data\":{\"executed\":\"yes\"}}");
        blocking("object", (params, call) -> {
            throw new RpcException(1, "m", Map.of("a", List.of(1)));
        });
        assertThat(bench.answer("object", "[]")).endsWith("\"data\":{\"a\":[1],\"executed\":\"yes\"}}");
        blocking("scalar", (params, call) -> {
            throw new RpcException(1, "m", 5);
        });
        assertThat(bench.answer("scalar", "[]")).endsWith("\"data\":{\"value\":5,\"executed\":\"yes\"}}");
    }

    @Test
    void dataThatCannotBeWrittenOrIsTooLargeIsAnErrorAllTheSame() {
        blocking("broken", (params, call) -> {
            throw new RpcException(1, "secret", new Object());
        });
        assertInternal(bench.answer("broken", "[]"));
        blocking("large", (params, call) -> {
            throw new RpcException(1, "m", "x".repeat(Bench.MAX_RESPONSE_BYTES));
        });
        assertThat(bench.answer("large", "[]")).contains("-32006", "\"executed\":\"yes\"");
    }

    @Test
    void aCallThatIsTooLateIsNotStarted() {
        List<Object> entered = new ArrayList<>();
        async((params, call) -> Future.succeededFuture(entered.add(params)));
        bench.nowNanos = Bench.DEADLINE_NANOS;
        assertThat(bench.answer("m", "[]")).contains("-32002", "\"executed\":\"no\"");
        assertThat(entered).isEmpty();
    }

    @Test
    void aCallThatWasWithdrawnIsNotStarted() {
        List<Object> entered = new ArrayList<>();
        async((params, call) -> Future.succeededFuture(entered.add(params)));
        Call call = bench.call("m", "[]");
        assertThat(call.withdraw()).isTrue();
        bench.run(call);
        assertThat(bench.replies).hasSize(1).allMatch(reply -> reply.isWithdrawn());
        assertThat(entered).isEmpty();
    }

    @Test
    void theBulkheadOfAMethodRefusesBeyondIt() {
        Promise<Object> held = Promise.promise();
        bench.register(methods -> methods.async("one", JsonNode.class, (params, call) -> held.future())
                .maxInFlight(1));
        bench.run(bench.call("one", "[]"));
        assertThat(bench.answer("one", "[]")).contains("-32000", "retryAfterMs", "\"executed\":\"no\"");
        assertThat(bench.meters.count(Refusal.METHOD_LIMIT)).isEqualTo(1);
        held.complete();
        assertThat(bench.onlyAnswer()).isEqualTo("null");
        assertThat(bench.answer("one", "[]")).isEqualTo("null");
    }

    @Test
    void aHandlerSeesItsCallAndItsCancellation() {
        List<String> seen = new ArrayList<>();
        Promise<Object> held = Promise.promise();
        async((params, call) -> {
            seen.add(call.method() + " " + Integer.toUnsignedString(call.requestId()) + " " + call.remoteAddress() + " "
                    + call.identity() + " " + call.traceparent() + " "
                    + call.remaining().toNanos() + " "
                    + call.isCancelled());
            call.onCancel(() -> seen.add("cancelled " + call.isCancelled()));
            return held.future();
        });
        Call call = bench.call("m", "[]");
        bench.run(call);
        call.cancel();
        assertThat(seen).containsExactly("m 4294967294 127.0.0.1:1 null 00-t 1000 false", "cancelled true");
        held.fail("it stopped");
        assertThat(bench.onlyAnswer()).contains("-32800");
    }

    @Test
    void aHandlerThatEndsAfterItWasGivenUpIsNoLongerAbandoned() {
        Promise<Object> held = Promise.promise();
        async((params, call) -> held.future());
        Call call = bench.call("m", "[]");
        bench.run(call);
        call.cancel();
        assertThat(call.abandon()).isTrue();
        bench.meters.method("m").abandoned();
        held.complete();
        assertThat(bench.meters.method("m").abandonedNow()).isZero();
    }

    @Test
    void anAsynchronousHandlerThatHoldsItsWorkerIsCounted() {
        async((params, call) -> {
            bench.nowNanos += params.get(0).asLong();
            return Future.succeededFuture();
        });
        bench.answer("m", "[100000000]");
        assertThat(bench.meters.method("m").slowHandlers()).isZero();
        bench.nowNanos = 0;
        bench.answer("m", "[100000001]");
        assertThat(bench.meters.method("m").slowHandlers()).isEqualTo(1);
        assertThat(bench.meters.method("m").count(Outcome.OK))
                .as("counted by the gateway")
                .isZero();
    }

    private void async(AsyncHandler<JsonNode, Object> handler) {
        bench.register(methods -> methods.async("m", JsonNode.class, handler));
    }

    private void blocking(String name, BlockingHandler<JsonNode, Object> handler) {
        bench.register(methods -> methods.blocking(name, JsonNode.class, handler));
    }

    private static void assertInternal(String error) {
        assertThat(error).isEqualTo("{\"code\":-32603,\"message\":\"Internal error\",\"data\":{\"executed\":\"yes\"}}");
    }
}
