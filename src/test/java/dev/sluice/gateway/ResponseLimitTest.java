package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.bus.Reply;
import dev.sluice.bus.Timing;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.TransitBudget;
import dev.sluice.metrics.Brake;
import dev.sluice.metrics.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code limits.maxResponseBytes} is that of the whole body: envelope, id and meta count. */
class ResponseLimitTest {
    private static final int LIMIT = 1_000;
    private static final String AROUND = "{\"jsonrpc\":\"2.0\",\"result\":,\"id\":}";

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.bytes(1024 * 1024, LIMIT, 256 * 1024));

    private final TestClient client = gateway.connect();

    @Test
    void aBodyOfTheLimitPasses() {
        String result = text(LIMIT - AROUND.length() - 1);
        ask("1");
        gateway.bus().answer(gateway.bus().next(), result);
        gateway.runTurns();

        assertThat(client.transport().bytes()).hasSize(12 + LIMIT);
        assertThat(client.answer().result()).isEqualTo(result);
        assertThat(gateway.meters().count(Brake.MAX_RESPONSE_BYTES)).isZero();
    }

    @Test
    void oneByteMoreIsAnErrorAndTheConnectionLives() {
        ask("1");
        gateway.bus().answer(gateway.bus().next(), text(LIMIT - AROUND.length()));
        gateway.runTurns();

        TestClient.Answer answer = client.answer();
        assertThat(answer.code()).isEqualTo(ErrorCode.RESPONSE_TOO_LARGE.code());
        assertThat(answer.executed()).isEqualTo("yes");
        assertThat(answer.body().path("id").asInt()).isEqualTo(1);
        assertThat(answer.body().toString()).contains("limits.maxResponseBytes 1000");
        assertThat(gateway.meters().count(Brake.MAX_RESPONSE_BYTES)).isEqualTo(1);
        assertThat(gateway.meter("work").count(Outcome.ERROR)).isEqualTo(1);
        assertThat(gateway.meter("work").count(Outcome.OK)).isZero();
        client.request(2);
        assertThat(gateway.bus().waiting()).isEqualTo(1);
    }

    @Test
    void theLengthOfTheIdCounts() {
        String result = text(LIMIT - AROUND.length() - 1);
        ask("12");
        gateway.bus().answer(gateway.bus().next(), result);
        gateway.runTurns();

        assertThat(client.answer().code()).isEqualTo(ErrorCode.RESPONSE_TOO_LARGE.code());
    }

    @Test
    void metaCountsAndIsNotInTheError() {
        client.sendFrame(1, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"work\",\"meta\":{\"timing\":true}}");
        Call call = gateway.bus().next();
        byte[] result = text(LIMIT - AROUND.length() - 1).getBytes(StandardCharsets.UTF_8);
        gateway.bus().end(call, Reply.result(call.ticket(), result, 0, new Timing(0, 0, 0)));
        gateway.runTurns();

        TestClient.Answer answer = client.answer();
        assertThat(answer.code()).isEqualTo(ErrorCode.RESPONSE_TOO_LARGE.code());
        assertThat(answer.body().has("meta")).isFalse();
    }

    @Test
    void anErrorTooLargeKeepsWhatItSaidOfItsExecution() {
        for (Executed executed : Executed.values()) {
            ask("1");
            gateway.bus().fail(gateway.bus().next(), RpcError.encode(7, "x".repeat(LIMIT), executed, data -> {}));
            gateway.runTurns();

            TestClient.Answer answer = client.answer();
            assertThat(answer.code()).isEqualTo(ErrorCode.RESPONSE_TOO_LARGE.code());
            assertThat(answer.executed()).isEqualTo(executed.text());
        }
    }

    @Test
    void roomOnTheWayIsGivenBackWhateverBecomesOfTheReply() {
        client.request(1, 2, 3);
        for (int size : new int[] {10, 2 * LIMIT}) {
            Call call = gateway.bus().next();
            replyFromTransit(call, size);
            assertThat(gateway.budget().bytes().transit().usedBytes()).isZero();
        }
        Call late = gateway.bus().nextStarted();
        client.disconnect();
        replyFromTransit(late, 10);

        assertThat(gateway.budget().bytes().transit().usedBytes()).isZero();
    }

    private void replyFromTransit(Call call, int size) {
        long transitBytes = 20_000;
        assertThat(gateway.budget().bytes().transit().reserve(transitBytes, TransitBudget.Waiting.NO))
                .isPositive();
        byte[] json = text(size).getBytes(StandardCharsets.UTF_8);
        gateway.bus().end(call, Reply.result(call.ticket(), json, transitBytes, null));
        gateway.runTurns();
    }

    private void ask(String id) {
        client.sendFrame(1, "{\"jsonrpc\":\"2.0\",\"method\":\"work\",\"id\":" + id + "}");
    }

    private static String text(int bytes) {
        return "\"" + "x".repeat(bytes - 2) + "\"";
    }
}
