package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.frame;
import static dev.sluice.gateway.TestClient.ids;
import static dev.sluice.gateway.TestClient.notification;
import static dev.sluice.gateway.TestClient.request;
import static dev.sluice.gateway.TestClient.requests;
import static dev.sluice.gateway.TestClient.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.bus.Call;
import dev.sluice.bus.Reply;
import dev.sluice.bus.Timing;
import dev.sluice.frame.FrameHeader;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each request gets one answer, when it is ready; answers leave as whole frames, few writes at a time. */
class AnswersTest {
    private static final int KIB = 1024;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    private final TestClient client = gateway.connect();

    @Test
    void answersWithTheRequestIdTheResultAndTheExactIdOfTheBody() {
        client.sendFrame(0xFFFF_FFFF, "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"method\":\"work\",\"params\":[7]}");
        Call call = gateway.bus().next();

        assertThat(new String(
                        call.takeBody(),
                        call.request().paramsOffset(),
                        call.request().paramsBytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo("[7]");
        gateway.bus().answer(call, "{\"n\":7}");
        gateway.runTurns();

        byte[] sent = client.transport().bytes();
        assertThat(Arrays.copyOf(sent, 8)).containsExactly(0xC0, 0xDE, 0xBA, 0xBE, 0xFF, 0xFF, 0xFF, 0xFF);
        assertThat(new String(sent, FrameHeader.BYTES, sent.length - FrameHeader.BYTES, StandardCharsets.UTF_8))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{\"n\":7},\"id\":1.0}");
        assertThat(call.origin().remoteAddress()).isEqualTo("192.0.2.1:4711");
        assertThat(gateway.meter("work").count(Outcome.OK)).isEqualTo(1);
        assertThat(gateway.meters().bytesOutCount()).isEqualTo(sent.length);
    }

    @Test
    void answersInTheOrderInWhichResultsAreReady() {
        client.request(1, 2, 3);
        List<Call> calls = gateway.bus().next(3);

        gateway.bus().answer(calls.get(2));
        gateway.bus().answer(calls.get(0));
        gateway.runTurns();
        gateway.bus().answer(calls.get(1));
        gateway.runTurns();

        assertThat(client.answeredIds()).containsExactly(3, 1, 2);
    }

    @Test
    void twoRequestsWithOneRequestIdAreTwoCallsAndTwoAnswers() {
        client.request(7, 7);
        List<Call> calls = gateway.bus().next(2);

        gateway.bus().answer(calls.get(1), "\"second\"");
        gateway.bus().answer(calls.get(0), "\"first\"");
        gateway.runTurns();

        assertThat(client.answers())
                .extracting(TestClient.Answer::requestId, TestClient.Answer::result)
                .containsExactly(tuple(7, "\"second\""), tuple(7, "\"first\""));
    }

    @Test
    void takesFramesThatArriveByteByByte() {
        for (byte one : requests(1, 2)) {
            client.send(new byte[] {one});
        }

        assertThat(gateway.bus().waiting()).isEqualTo(2);
        assertThat(gateway.meters().bytesInCount()).isEqualTo(requests(1, 2).length);
    }

    @Test
    void callsOfAllConnectionsLeaveTheOutboxWhenTheTurnEnds() {
        TestClient other = gateway.connect();
        client.arrive(requests(1, 2));
        other.arrive(requests(3));
        assertThat(gateway.bus().waiting()).isZero();

        gateway.runTurn();

        assertThat(gateway.bus().waiting()).isEqualTo(3);
    }

    @Test
    void smallAnswersOfOneTurnLeaveInOneWriteAndOneFlush() {
        client.request(ids(50));
        gateway.bus().endAll();
        assertThat(client.transport().writes()).isEmpty();

        gateway.runTurns();

        assertThat(client.answeredIds()).hasSize(50);
        assertThat(client.transport().writes()).hasSize(1);
        assertThat(client.transport().flushes()).isEqualTo(1);
    }

    @Test
    void answersOfTwoTurnsLeaveInTwoWrites() {
        client.request(1, 2);
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();

        assertThat(client.transport().writes()).hasSize(2);
        assertThat(client.transport().flushes()).isEqualTo(2);
    }

    @Test
    void aLargeAnswerLeavesInChunksAndNoMoreThanTheWindowIsInTheTransport() {
        client.transport().takeNothing();
        client.request(1);
        gateway.bus().answer(gateway.bus().next(), "\"" + "x".repeat(200 * KIB) + "\"");
        gateway.runTurns();

        assertThat(client.transport().writes()).containsExactly(16 * KIB, 16 * KIB, 16 * KIB, 16 * KIB);
        assertThat(client.transport().flushes()).isEqualTo(1);
        client.transport().take(16 * KIB);
        gateway.runTurns();
        assertThat(client.transport().inTransport())
                .as("the rest of what was handed over")
                .isEqualTo(48 * KIB);
        client.transport().take(48 * KIB);
        gateway.runTurns();
        assertThat(client.transport().inTransport()).isEqualTo(64 * KIB);

        client.transport().takeEverything();
        gateway.runTurns();
        assertThat(client.answer().result()).hasSize(200 * KIB + 2);
        assertThat(client.transport().writes())
                .allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(16 * KIB));
    }

    @Test
    void nothingIsHandedOverBehindWhatWasNotTaken() {
        client.transport().takeNothing();
        client.request(1, 2);
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();
        int first = client.transport().inTransport();
        gateway.bus().answer(gateway.bus().next(), "\"" + "x".repeat(200 * KIB) + "\"");
        gateway.runTurns();

        assertThat(client.transport().inTransport()).isEqualTo(first);
        client.transport().take(first);
        gateway.runTurns();
        assertThat(client.transport().inTransport()).isEqualTo(64 * KIB);
    }

    @Test
    void aClientThatTakesEverythingAtOnceGetsALargeAnswerInOneTurn() {
        client.request(1);
        gateway.bus().answer(gateway.bus().next(), "\"" + "x".repeat(1000 * KIB) + "\"");
        gateway.runTurn();

        assertThat(client.answer().result()).hasSize(1000 * KIB + 2);
    }

    @Test
    void anErrorOfTheHandlerIsAnsweredAsItIs() {
        client.request(1);
        gateway.bus().fail(gateway.bus().next(), RpcError.encode(42, "no luck", Executed.YES, data -> {}));
        gateway.runTurns();

        TestClient.Answer answer = client.answer();
        assertThat(answer.code()).isEqualTo(42);
        assertThat(answer.executed()).isEqualTo("yes");
        assertThat(gateway.meter("work").count(Outcome.ERROR)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
    }

    @Test
    void whatAWorkerRefusesCountsAsRefused() {
        client.request(1);
        gateway.bus().refuse(gateway.bus().next(), RpcError.overloaded("full", 100));
        gateway.runTurns();

        assertThat(client.answer().code()).isEqualTo(ErrorCode.OVERLOADED.code());
        assertThat(gateway.meter("work").count(Outcome.REFUSED)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.REFUSED)).isEqualTo(1);
    }

    @Test
    void aRequestThatWantsTimingGetsIt() {
        client.sendFrame(1, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"work\",\"meta\":{\"timing\":true}}");
        Call call = gateway.bus().next();
        gateway.clock(10_000_000);
        Timing timing = new Timing(1_000_000, 5_000_000, 500_000);
        gateway.bus().end(call, Reply.result(call.ticket(), new byte[] {'1'}, 0, timing));
        gateway.runTurns();

        assertThat(client.answer().body().path("meta").toString())
                .isEqualTo("{\"timing\":{\"parse\":0,\"queue\":1000,\"bus\":3500,\"handler\":5000,\"reply\":500}}");
    }

    @Test
    void aNotificationRunsAndGetsNoFrameNotEvenOnError() {
        client.send(frame(1, notification("work")));
        client.send(frame(2, notification("work")));
        client.send(frame(3, notification("no.such.method")));
        gateway.bus().answer(gateway.bus().next());
        gateway.bus().fail(gateway.bus().next(), RpcError.of(ErrorCode.INTERNAL_ERROR, Executed.YES));
        gateway.runTurns();

        assertThat(client.transport().bytes()).isEmpty();
        assertThat(gateway.meters().count(Ending.NOTIFICATION)).isEqualTo(3);
        assertThat(gateway.meters().notificationCount(Outcome.OK)).isEqualTo(1);
        assertThat(gateway.meters().notificationCount(Outcome.ERROR)).isEqualTo(2);
    }

    @Test
    void aRequestWithIdNullIsNoNotification() {
        client.sendFrame(9, "{\"jsonrpc\":\"2.0\",\"method\":\"work\",\"id\":null}");
        gateway.bus().answer(gateway.bus().next());
        gateway.runTurns();

        assertThat(client.answer().body().get("id").isNull()).isTrue();
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
    }

    @Test
    void anUnknownMethodIsAnsweredAtOnceAndCountsAsOther() {
        client.sendFrame(5, request(5, "no.such.method"));

        TestClient.Answer answer = client.answer();
        assertThat(answer.requestId()).isEqualTo(5);
        assertThat(answer.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND.code());
        assertThat(answer.executed()).isEqualTo("no");
        assertThat(gateway.meters().other().count(Outcome.ERROR)).isEqualTo(1);
        assertThat(gateway.bus().waiting()).isZero();
    }

    @Test
    void aBodyThatIsNotJsonIsAnsweredAndTheConnectionLives() {
        client.sendHex("c0debabe 00000007 00000000");
        client.sendFrame(8, "{\"jsonrpc\":\"2.0\",\"method\":\"work\"");
        client.sendFrame(9, "{\"id\":9}");
        client.request(10);

        List<TestClient.Answer> answers = client.answers();
        assertThat(answers).extracting(TestClient.Answer::requestId).containsExactly(7, 8, 9);
        assertThat(answers).extracting(TestClient.Answer::code).containsExactly(-32700, -32700, -32600);
        assertThat(answers).extracting(TestClient.Answer::executed).containsOnly("no");
        assertThat(answers.get(2).body().get("id").asInt()).isEqualTo(9);
        assertThat(gateway.bus().waiting()).isEqualTo(1);
    }

    @Test
    void oneClientsAnswersNeverReachAnother() {
        TestClient other = gateway.connect();
        client.send(frame(1, work(1)));
        other.send(frame(1, work(1)));
        List<Call> calls = gateway.bus().next(2);

        gateway.bus().answer(calls.get(1), "\"other\"");
        gateway.bus().answer(calls.get(0), "\"client\"");
        gateway.runTurns();

        assertThat(client.answer().result()).isEqualTo("\"client\"");
        assertThat(other.answer().result()).isEqualTo("\"other\"");
    }
}
