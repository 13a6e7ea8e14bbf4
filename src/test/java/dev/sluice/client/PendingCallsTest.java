package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingCallsTest {
    private static final long START = Duration.ofNanos(Long.MAX_VALUE - 5).toNanos(); // nanoTime may come round
    private static final long MS = 1_000_000;

    @Test
    void idsCountUpFromOne() {
        PendingCalls pending = new PendingCalls(10, PendingCalls.NOTIFICATION_ID);
        assertThat(pending.add(call(1))).isEqualTo(1);
        assertThat(pending.add(call(1))).isEqualTo(2);
    }

    @Test
    void idsWrapAndSkipTheReservedOnes() {
        PendingCalls pending = new PendingCalls(10, 0xFFFFFFFD);
        assertThat(pending.add(call(1))).isEqualTo(0xFFFFFFFE);
        assertThat(pending.add(call(1))).as("neither 0xFFFFFFFF nor 0").isEqualTo(1);
    }

    @Test
    void anIdInFlightIsNotGivenAgainEvenIfItsCallWasGivenUp() {
        PendingCalls pending = new PendingCalls(10, 0xFFFFFFFC);
        pending.add(call(1));
        giveUp(pending, 1);
        pending.add(call(1));
        pending.take(0xFFFFFFFE);
        pending.lastId = 0xFFFFFFFC;
        assertThat(pending.add(call(1))).as("0xFFFFFFFD is still unanswered").isEqualTo(0xFFFFFFFE);
    }

    @Test
    void aCallIsTakenOnce() {
        PendingCalls pending = new PendingCalls(10, 0);
        PendingCall call = call(1);
        int id = pending.add(call);
        assertThat(pending.take(id + 1)).isNull();
        assertThat(pending.take(id)).isSameAs(call);
        assertThat(pending.take(id)).isNull();
        assertThat(pending.size()).isZero();
        assertThat(pending.waiting()).isZero();
    }

    @Test
    void onlyOverdueCallsAreGivenUpAndEachOnce() {
        PendingCalls pending = new PendingCalls(10, 0);
        PendingCall early = call(10);
        PendingCall late = call(20);
        int earlyId = pending.add(early);
        pending.add(late);
        long grace = PendingCall.GRACE.toNanos();
        assertThat(pending.giveUpOverdue(START + 10 * MS + grace - 1)).isEmpty();
        assertThat(giveUp(pending, 10)).containsExactly(early);
        assertThat(giveUp(pending, 10)).isEmpty();
        assertThat(pending.size()).isEqualTo(2);
        assertThat(pending.waiting()).isEqualTo(1);
        assertThat(pending.givenUp()).isEqualTo(1);
        assertThat(pending.take(earlyId)).as("its late answer").isSameAs(early);
        assertThat(pending.givenUp()).isZero();
        assertThat(pending.waiting()).isEqualTo(1);
    }

    @Test
    void atTheEndOnlyThoseWhoHaveNotHeardAreTaken() {
        PendingCalls pending = new PendingCalls(10, 0);
        PendingCall early = call(10);
        PendingCall late = call(20);
        pending.add(early);
        pending.add(late);
        giveUp(pending, 10);
        assertThat(pending.takeAll()).containsExactly(late);
        assertThat(pending.size()).isZero();
        assertThat(pending.waiting()).isZero();
    }

    @Test
    void theRemainingTimeIsRoundedUpAndTurnsZeroAtTheDeadline() {
        PendingCall call = call(10);
        assertThat(call.remainingMs(START)).isEqualTo(10);
        assertThat(call.remainingMs(START + 1)).isEqualTo(10);
        assertThat(call.remainingMs(START + 10 * MS - 1)).isEqualTo(1);
        assertThat(call.remainingMs(START + 10 * MS)).isZero();
        assertThat(call.remainingMs(START + 11 * MS)).isEqualTo(-1);
        call.succeed(NullNode.instance);
        assertThat(call.future().succeeded()).isTrue();
    }

    private static PendingCall call(int timeoutMs) {
        return new PendingCall("m", Duration.ofMillis(timeoutMs), START);
    }

    private static List<PendingCall> giveUp(PendingCalls pending, int timeoutMs) {
        List<PendingCall> overdue = pending.giveUpOverdue(START + timeoutMs * MS + PendingCall.GRACE.toNanos());
        overdue.forEach(call -> call.fail(call.timeout(Executed.UNKNOWN)));
        return overdue;
    }
}
