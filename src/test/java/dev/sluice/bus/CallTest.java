package dev.sluice.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The one state that gateway and worker share: who wins the step away from WAITING says what became of the call. */
class CallTest {
    private static final int ROUNDS = 20_000;
    private static final ExecutorService TWO = Executors.newFixedThreadPool(2);

    @AfterAll
    static void stop() {
        TWO.shutdown();
    }

    @Test
    void startsOnceAndIsNotTakenBackThen() {
        Call call = TestCalls.call(1);

        assertThat(call.start()).isTrue();
        assertThat(call.start()).isFalse();
        assertThat(call.withdraw()).isFalse();
        assertThat(call.state()).isEqualTo(Call.State.STARTED);
        assertThat(call.isCancelled()).isFalse();
    }

    @Test
    void isTakenBackOnceAndDoesNotStartThen() {
        Call call = TestCalls.call(1);

        assertThat(call.withdraw()).isTrue();
        assertThat(call.withdraw()).isFalse();
        assertThat(call.start()).isFalse();
        assertThat(call.state()).isEqualTo(Call.State.WITHDRAWN);
    }

    @Test
    void cancellingTellsOnlyAStartedCall() {
        Call waiting = TestCalls.call(1);
        waiting.cancel();
        assertThat(waiting.state()).isEqualTo(Call.State.WAITING);

        Call ended = TestCalls.call(2);
        ended.start();
        assertThat(ended.end()).isEqualTo(Call.State.STARTED);
        ended.cancel();
        assertThat(ended.isCancelled()).isFalse();

        Call started = TestCalls.call(3);
        started.start();
        started.cancel();
        assertThat(started.isCancelled()).isTrue();
        assertThat(started.end()).isEqualTo(Call.State.CANCELLED);
    }

    @Test
    void onlyACancelledCallIsAbandonedAndItsEndIsKnownLater() {
        Call call = TestCalls.call(1);
        assertThat(call.abandon()).isFalse();
        call.start();
        assertThat(call.abandon()).isFalse();
        call.cancel();
        assertThat(call.abandon()).isTrue();
        assertThat(call.abandon()).isFalse();
        assertThat(call.isCancelled()).isTrue();

        assertThat(call.end()).isEqualTo(Call.State.ABANDONED);
    }

    @Test
    void actionsAddedBeforeTheCancelRunAtItInOrderAndOnce() {
        Call call = TestCalls.call(1);
        List<String> ran = new ArrayList<>();
        call.start();
        call.onCancel(() -> ran.add("first"));
        call.onCancel(() -> ran.add("second"));
        assertThat(ran).isEmpty();

        call.cancel();
        call.cancel();
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void actionsAddedAfterTheCancelRunAtOnce() {
        Call call = TestCalls.call(1);
        List<String> ran = new ArrayList<>();
        call.start();
        call.cancel();
        call.onCancel(() -> ran.add("late"));
        call.abandon();
        call.onCancel(() -> ran.add("later"));

        assertThat(ran).containsExactly("late", "later");
    }

    @Test
    void anActionMayAddAnother() {
        Call call = TestCalls.call(1);
        List<String> ran = new ArrayList<>();
        call.start();
        call.onCancel(() -> call.onCancel(() -> ran.add("inner")));
        call.cancel();

        assertThat(ran).containsExactly("inner");
    }

    @Test
    void actionsOfACallThatEndsByItselfNeverRun() {
        Call call = TestCalls.call(1);
        List<String> ran = new ArrayList<>();
        call.start();
        call.onCancel(() -> ran.add("never"));
        call.end();
        call.cancel();
        call.onCancel(() -> ran.add("never"));

        assertThat(ran).isEmpty();
    }

    @Test
    void theSameCallAgainWaitsAndKeepsItsTicket() {
        Call call = TestCalls.call(7);
        call.dealtTo(3);
        Call again = Objects.requireNonNull(call.again());

        assertThat(again.ticket()).isEqualTo(7);
        assertThat(again.state()).isEqualTo(Call.State.WAITING);
        assertThat(again.dealtTo()).isEqualTo(-1);
        assertThat(call.start()).isFalse();
        assertThat(again.start()).isTrue();
        assertThat(again.again()).as("it was started").isNull();
    }

    @Test
    void theBodyIsTakenOnceByWhoStartedTheCallAndDroppedByWhoTookItBack() {
        Call started = TestCalls.call(1);
        started.start();
        assertThat(started.takeBody()).isEmpty();
        assertThatThrownBy(started::takeBody).isInstanceOf(NullPointerException.class);

        Call withdrawn = TestCalls.call(2);
        withdrawn.withdraw();
        assertThatThrownBy(withdrawn::takeBody).isInstanceOf(NullPointerException.class);
    }

    @Test
    void startingAndTakingBackHaveExactlyOneWinner() throws Exception {
        int[] wins = new int[2];
        for (int round = 0; round < ROUNDS; round++) {
            Call call = TestCalls.call(round);
            List<Boolean> won = race(call::start, call::withdraw);
            assertThat(won.get(0)).as("round %d", round).isNotEqualTo(won.get(1));
            wins[won.get(0) ? 0 : 1]++;
        }
        assertThat(wins[0] + wins[1]).isEqualTo(ROUNDS);
    }

    @Test
    void anActionRacingTheCancelRunsExactlyOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Call call = TestCalls.call(round);
            call.start();
            AtomicInteger ran = new AtomicInteger();
            race(
                    () -> {
                        call.onCancel(ran::incrementAndGet);
                        return true;
                    },
                    () -> {
                        call.cancel();
                        return true;
                    });
            assertThat(ran.get()).as("round %d", round).isEqualTo(1);
        }
    }

    @Test
    void abandoningAndEndingAgreeOnWhoWasFirst() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Call call = TestCalls.call(round);
            call.start();
            call.cancel();
            List<Boolean> both = race(call::abandon, () -> call.end() == Call.State.ABANDONED);
            assertThat(both.get(0)).as("round %d", round).isEqualTo(both.get(1));
        }
    }

    private static List<Boolean> race(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Boolean> first = TWO.submit(() -> {
            start.await(10, TimeUnit.SECONDS);
            return one.call();
        });
        Future<Boolean> second = TWO.submit(() -> {
            start.await(10, TimeUnit.SECONDS);
            return other.call();
        });
        return List.of(first.get(10, TimeUnit.SECONDS), second.get(10, TimeUnit.SECONDS));
    }
}
