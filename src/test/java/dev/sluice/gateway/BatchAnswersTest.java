package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.notification;
import static dev.sluice.gateway.TestClient.request;
import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bus.Call;
import dev.sluice.metrics.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A batch is one frame in and at most one frame out; each entry counts as one call. */
class BatchAnswersTest {
    private static final int SMALL_RESPONSE_BYTES = 200;

    @RegisterExtension
    final GatewayFixture gateway =
            new GatewayFixture(GatewayFixture.bytes(1024 * 1024, SMALL_RESPONSE_BYTES, 256 * 1024));

    private final TestClient client = gateway.connect();

    @Test
    void isAnsweredInOneFrameWhenItsLastEntryHasAnAnswer() {
        client.sendFrame(5, "[" + work(1) + "," + work(2) + "," + work(3) + "]");
        List<Call> calls = gateway.bus().next(3);

        gateway.bus().answer(calls.get(2));
        gateway.bus().answer(calls.get(0));
        gateway.runTurns();
        assertThat(client.transport().bytes()).isEmpty();
        gateway.bus().answer(calls.get(1));
        gateway.runTurns();

        TestClient.Answer answer = client.answer();
        assertThat(answer.requestId()).isEqualTo(5);
        assertThat(idsOf(answer.body())).containsExactly("3", "1", "2");
        assertThat(gateway.meters().receivedCount()).isEqualTo(3);
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(3);
    }

    @Test
    void entriesOfAllKindsAreAnsweredTogether() {
        String mixed = "[" + work(1) + "," + notification("work") + ",1," + request(2, "no.such.method") + ",[],"
                + notification("no.such.method") + ",{\"jsonrpc\":\"2.0\",\"id\":\"x\"}]";
        client.sendFrame(6, mixed);
        List<Call> calls = gateway.bus().next(2);

        gateway.bus().answer(calls.get(0));
        gateway.runTurns();
        assertThat(client.answers()).isEmpty();
        gateway.bus().answer(calls.get(1));
        gateway.runTurns();

        JsonNode answers = client.answer().body();
        assertThat(idsOf(answers)).containsExactlyInAnyOrder("1", "null", "2", "null", "\"x\"");
        assertThat(gateway.meters().receivedCount()).isEqualTo(7);
        assertThat(gateway.meters().count(Ending.NOTIFICATION)).isEqualTo(2);
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(5);
    }

    @Test
    void ofNotificationsOnlyGetsNoFrame() {
        client.sendFrame(6, "[" + notification("work") + "," + notification("work") + "]");
        gateway.bus().endAll();
        gateway.runTurns();

        assertThat(client.transport().bytes()).isEmpty();
        assertThat(gateway.meters().count(Ending.NOTIFICATION)).isEqualTo(2);
    }

    @Test
    void ofOneRequestIsAnArrayOfOne() {
        client.sendFrame(6, "[" + work(1) + "]");
        gateway.bus().endAll();
        gateway.runTurns();

        assertThat(idsOf(client.answer().body())).containsExactly("1");
    }

    @Test
    void withoutEntriesIsOneErrorObject() {
        client.sendFrame(6, "[]");

        assertThat(client.answer().code()).isEqualTo(-32600);
    }

    @Test
    void ofInvalidEntriesIsAnArrayOfErrors() {
        client.sendFrame(6, "[1,[]]");

        JsonNode answers = client.answer().body();
        assertThat(answers).hasSize(2);
        assertThat(answers.path(1).path("error").path("code").asInt()).isEqualTo(-32600);
    }

    @Test
    void ofAsManyEntriesAsAllowedRunsAndOfOneMoreDoesNot() {
        client.sendFrame(1, batchOf(100));
        assertThat(gateway.bus().waiting()).isEqualTo(100);

        client.sendFrame(2, batchOf(101));
        assertThat(client.answer().code()).isEqualTo(-32600);
        assertThat(gateway.bus().waiting()).isEqualTo(100);
    }

    @Test
    void resultsThatDoNotFitTogetherBecomeErrors() {
        client.sendFrame(1, "[" + work(1) + "," + work(2) + "]");
        String large = "\"" + "x".repeat(100) + "\"";
        gateway.bus().answer(gateway.bus().next(), large);
        gateway.bus().answer(gateway.bus().next(), large);
        gateway.runTurns();

        JsonNode answers = client.answer().body();
        assertThat(answers.path(0).has("result")).isTrue();
        assertThat(answers.path(1).path("error").path("code").asInt()).isEqualTo(-32006);
        assertThat(answers.path(1).path("error").path("data").path("executed").asText())
                .isEqualTo("yes");
    }

    private static String batchOf(int entries) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            all.add(work(i));
        }
        return all.toString();
    }

    private static List<String> idsOf(JsonNode answers) {
        List<String> ids = new ArrayList<>();
        answers.forEach(answer -> ids.add(answer.path("id").toString()));
        return ids;
    }
}
