package dev.sluice.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much lies with the instances of a lane before they have started it. */
class LaneWindowTest {
    private static final long MS = 1_000_000;
    private static final long TARGET = 10 * MS;
    private static final int INSTANCES = 2;

    private final LaneWindow window = new LaneWindow(INSTANCES);
    private long now = -7_000 * MS;
    private long tickets;

    @Test
    void beginsWithAsMuchAsThereMayBe() {
        turn();

        assertThat(window.room()).isEqualTo(INSTANCES * LaneWindow.LARGEST);
        assertThat(window.roomNanos(0)).isGreaterThanOrEqualTo(TARGET);
    }

    @Test
    void aLongCallTakesTheRoomOfItsInstanceAlone() {
        turn();
        turn();
        Call call = give(0, 60 * MS);
        assertThat(window.roomNanos(0)).isZero();
        assertThat(window.roomNanos(1)).isEqualTo(TARGET);
        assertThat(window.roomNanos()).isEqualTo(TARGET);
        assertThat(window.isBusy(0)).isTrue();
        assertThat(window.isBusy(1)).isFalse();

        call.start();
        turn();
        assertThat(window.roomNanos(0)).as("it lies there no more").isEqualTo(TARGET);
        assertThat(window.isBusy(0)).as("but it runs").isTrue();

        call.end();
        assertThat(window.isBusy(0)).isFalse();
    }

    @Test
    void aCallThatWasTakenBackTakesNoRoom() {
        turn();
        turn();
        give(0, 60 * MS).withdraw();
        turn();

        assertThat(window.roomNanos(0)).isEqualTo(TARGET);
        assertThat(window.isBusy(0)).isFalse();
    }

    @Test
    void getsSmallerWhileCallsLieTooLong() {
        turn();
        int before = window.room();
        give(0, 1);
        for (int i = 0; i < 100; i++) {
            turn();
        }

        assertThat(window.room()).isLessThan(before / 4).isPositive();
    }

    @Test
    void staysAsItIsWhileCallsLieThereButNoneForLong() {
        turn();
        int before = window.room();
        keepOneLyingBriefly();

        assertThat(window.room()).isEqualTo(before - 1);
    }

    @Test
    void getsLargerWhileCallsLieBriefly() {
        turn();
        Call slow = give(0, 1);
        for (int i = 0; i < 500; i++) {
            turn();
        }
        int smallest = window.room() + 1;
        slow.start();
        keepOneLyingBriefly();

        assertThat(window.room()).isGreaterThan(4 * smallest);
    }

    @Test
    void getsLargerAgainWhenInstancesRunOut() {
        turn();
        Call first = give(0, 1);
        for (int i = 0; i < 500; i++) {
            turn();
        }
        int smallest = window.room() + 1;
        first.withdraw();
        turn();
        assertThat(window.room()).isEqualTo(2 * smallest);

        for (int i = 0; i < 20; i++) {
            turn();
        }
        assertThat(window.room()).isEqualTo(INSTANCES * LaneWindow.LARGEST);
    }

    @Test
    void turnsThatTakeLongNeedMoreWork() {
        turn();
        now += 15 * MS;
        window.turn(now);
        assertThat(window.roomNanos(0)).isEqualTo(30 * MS);

        now += 1_000 * MS;
        window.turn(now);
        assertThat(window.roomNanos(0)).as("but no more than this").isEqualTo(50 * MS);
    }

    @Test
    void onlyTheFirstCallsOfAnInstanceAreLookedAt() {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(give(1, 1));
        }
        turn();
        int before = window.room();
        calls.subList(0, 4).forEach(Call::start);
        turn();

        assertThat(window.room()).isEqualTo(before + 4);
    }

    @Test
    void callsOfASliceAreForgottenOneByOne() {
        turn();
        turn();
        List<Call> slice =
                IntStream.range(0, 5).mapToObj(i -> expecting(2 * MS)).toList();
        window.given(slice, 0);
        int before = window.room();

        slice.get(0).start();
        slice.get(1).start();
        turn();
        assertThat(window.room()).isEqualTo(before + 2);
        assertThat(window.roomNanos(0)).isEqualTo(TARGET - 6 * MS);

        slice.get(2).withdraw();
        give(0, 3 * MS).start();
        turn();
        assertThat(window.roomNanos(0)).as("the ones behind wait").isEqualTo(TARGET - 7 * MS);
        assertThat(window.places(0)).isEqualTo(LaneWindow.MOST_HELD - 4);

        slice.get(3).start();
        slice.get(4).start();
        turn();
        assertThat(window.roomNanos(0)).isEqualTo(TARGET);
        assertThat(window.places(0)).as("but for the withdrawn one").isEqualTo(LaneWindow.MOST_HELD - 1);
    }

    @Test
    void aWithdrawnCallLiesWithItsInstanceUntilThatHasPassedItOver() {
        turn();
        for (int i = 0; i < LaneWindow.MOST_HELD; i++) {
            assertThat(window.places(0)).isEqualTo(LaneWindow.MOST_HELD - i);
            give(0, 1).withdraw();
            turn();
        }
        assertThat(window.places(0)).isZero();
        assertThat(window.places(1)).isEqualTo(LaneWindow.MOST_HELD);
        assertThat(window.room()).isEqualTo(LaneWindow.MOST_HELD);

        window.passedOver(0, 3);
        assertThat(window.places(0)).isEqualTo(3);
        assertThatThrownBy(() -> window.passedOver(1, 1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aStartedCallGivesItsPlaceBackOnce() {
        turn();
        give(0, 1).start();
        assertThat(window.places(0)).isEqualTo(LaneWindow.MOST_HELD - 1);
        turn();
        turn();

        assertThat(window.places(0)).isEqualTo(LaneWindow.MOST_HELD);
    }

    /** At the end of every turn a call lies there, and never the one that lay there before. */
    private void keepOneLyingBriefly() {
        Call call = give(0, 1);
        for (int i = 0; i < 100; i++) {
            turn();
            Call next = give(0, 1);
            call.start();
            call = next;
        }
        turn();
    }

    private void turn() {
        now += MS;
        window.turn(now);
    }

    private Call expecting(long nanos) {
        Call call = TestCalls.call(tickets++);
        call.expect(nanos);
        return call;
    }

    private Call give(int instance, long expectedNanos) {
        Call call = expecting(expectedNanos);
        window.given(List.of(call), instance);
        return call;
    }
}
