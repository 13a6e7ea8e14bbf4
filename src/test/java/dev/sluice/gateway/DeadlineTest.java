package dev.sluice.gateway;

import static dev.sluice.gateway.TestClient.notification;
import static dev.sluice.gateway.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No caller waits beyond the deadline, and the answer says whether a handler was entered. */
class DeadlineTest {
    private static final int TIMEOUT_MS = 10_000;
    private static final int ABANDON_MS = 60_000;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(GatewayFixture.inFlight(1, 10));

    private final TestClient client = gateway.connect();

    @Test
    void aWaitingCallIsTakenBackAndWasNotExecuted() {
        client.request(1);
        Call call = gateway.bus().next();
        gateway.passMs(TIMEOUT_MS);

        assertDeadline(client.answer(), "no");
        assertThat(call.state()).isEqualTo(Call.State.WITHDRAWN);
        assertThat(gateway.meter("work").count(Outcome.DEADLINE)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);

        gateway.bus().skip(call);
        gateway.runTurns();
        assertThat(client.answers()).isEmpty();
        assertThat(gateway.meters().lateReplyCount()).isZero();
    }

    @Test
    void aWaitingCallFreesItsSlotAtOnce() {
        client.request(1);
        gateway.passMs(TIMEOUT_MS);
        client.answers();
        client.request(2);

        assertThat(client.answers()).isEmpty();
    }

    @Test
    void aStartedCallIsUnknownAndItsHandlerIsTold() {
        client.request(1);
        Call call = gateway.bus().nextStarted();
        boolean[] told = new boolean[1];
        call.onCancel(() -> told[0] = true);
        gateway.passMs(TIMEOUT_MS - 10);
        assertThat(client.answers()).isEmpty();
        assertThat(call.isCancelled()).isFalse();

        gateway.passMs(10);
        assertDeadline(client.answer(), "unknown");
        assertThat(call.isCancelled()).isTrue();
        assertThat(told[0]).isTrue();
        assertThat(gateway.meters().count(Ending.UNKNOWN)).isEqualTo(1);
    }

    @Test
    void aStartedCallKeepsItsSlotUntilItsLateReplyWhichIsDropped() {
        client.request(1);
        Call late = gateway.bus().nextStarted();
        gateway.passMs(TIMEOUT_MS);
        client.answers();
        client.request(2);
        assertThat(client.answer().code()).isEqualTo(ErrorCode.OVERLOADED.code());

        gateway.bus().answer(late);
        gateway.runTurns();
        assertThat(client.answers()).isEmpty();
        assertThat(gateway.meters().lateReplyCount()).isEqualTo(1);
        client.request(3);
        assertThat(client.answers()).isEmpty();
    }

    @Test
    void aLateReplyIsNotMistakenForTheAnswerOfTheSlotsNextCall() {
        client.request(1);
        Call late = gateway.bus().nextStarted();
        gateway.passMs(TIMEOUT_MS + ABANDON_MS);
        client.answers();
        client.request(2);
        Call next = gateway.bus().nextStarted();
        assertThat((int) next.ticket()).as("the same slot").isEqualTo((int) late.ticket());

        gateway.bus().answer(late, "\"late\"");
        gateway.runTurns();
        assertThat(client.answers()).isEmpty();
        gateway.bus().answer(next, "\"next\"");
        gateway.runTurns();
        assertThat(client.answer().result()).isEqualTo("\"next\"");
    }

    @Test
    void aHandlerThatNeverEndsIsAbandonedAndFreesItsSlot() {
        client.request(1);
        Call call = gateway.bus().nextStarted();
        gateway.passMs(TIMEOUT_MS + ABANDON_MS - 10);
        client.answers();
        assertThat(gateway.meter("work").abandonedNow()).isZero();

        gateway.passMs(10);
        assertThat(gateway.meter("work").abandonedNow()).isEqualTo(1);
        assertThat(call.state()).isEqualTo(Call.State.ABANDONED);
        client.request(2);
        assertThat(client.answers()).isEmpty();
    }

    @Test
    void aHandlerThatEndedJustInTimeIsNotAbandoned() {
        client.request(1);
        Call call = gateway.bus().nextStarted();
        gateway.passMs(TIMEOUT_MS);
        call.end(); // its reply is on the way
        gateway.passMs(ABANDON_MS);

        assertThat(gateway.meter("work").abandonedNow()).isZero();
    }

    @Test
    void theClientMayShortenTheTimeout() {
        client.sendFrame(1, withTimeout("work", 250));
        gateway.passMs(240);
        assertThat(client.answers()).isEmpty();

        gateway.passMs(10);
        assertDeadline(client.answer(), "no");
    }

    @Test
    void theClientCannotExtendTheTimeout() {
        client.sendFrame(1, withTimeout("brief", 1_000_000_000_000L));
        gateway.passMs(40);
        assertThat(client.answers()).isEmpty();

        gateway.passMs(10);
        assertDeadline(client.answer(), "no");
    }

    @Test
    void theMethodsOwnTimeoutHolds() {
        client.sendFrame(1, request(1, "long"));
        gateway.passMs(20 * TIMEOUT_MS);
        assertThat(client.answers()).isEmpty();
    }

    @Test
    void aNotificationThatIsTooLateGetsNoFrame() {
        client.sendFrame(1, notification("brief"));
        gateway.passMs(50);

        assertThat(client.transport().bytes()).isEmpty();
        assertThat(gateway.meters().count(Ending.NOTIFICATION)).isEqualTo(1);
        assertThat(gateway.meters().notificationCount(Outcome.DEADLINE)).isEqualTo(1);
    }

    @Test
    void aCallThatAWorkerFoundTooLateCountsAsTheSame() {
        client.request(1);
        gateway.bus().refuse(gateway.bus().next(), RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.NO));
        gateway.runTurns();

        assertDeadline(client.answer(), "no");
        assertThat(gateway.meter("work").count(Outcome.DEADLINE)).isEqualTo(1);
        assertThat(gateway.meters().count(Ending.ANSWERED)).isEqualTo(1);
    }

    @Test
    void aWaitingCallBehindAStuckInstanceIsDispatchedAgainOnce() {
        client.request(1);
        Call first = gateway.bus().next();
        gateway.bus().stick(first);
        gateway.passMs(10);

        Call again = gateway.bus().nextStarted();
        assertThat(first.start()).as("the old copy starts").isFalse();
        gateway.bus().skip(first);
        gateway.passMs(100);
        assertThat(gateway.bus().waiting()).isZero();
        gateway.bus().answer(again, "\"again\"");
        gateway.runTurns();
        assertThat(client.answer().result()).isEqualTo("\"again\"");
    }

    @Test
    void aStartedCallIsNeverDispatchedAgain() {
        client.request(1);
        gateway.bus().stick(gateway.bus().nextStarted());
        gateway.passMs(1_000);

        assertThat(gateway.bus().waiting()).isZero();
    }

    private static void assertDeadline(TestClient.Answer answer, String executed) {
        assertThat(answer.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED.code());
        assertThat(answer.executed()).isEqualTo(executed);
    }

    private static String withTimeout(String method, long timeoutMs) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"id\":1,\"meta\":{\"timeoutMs\":" + timeoutMs
                + "}}";
    }
}
