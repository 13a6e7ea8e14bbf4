package dev.sluice.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How the calls of a loop turn are dealt to the instances of a lane. */
class LaneOutboxTest {
    private static final long MS = 1_000_000;
    private static final long STUCK = LaneOutbox.STUCK_NANOS;

    /** A slice as it was sent. */
    private record Slice(int instance, List<Call> calls) {}

    private final LaneOutbox outbox = new LaneOutbox(new Lane(0, List.of("a", "b", "c")));
    private long now = -50 * MS;

    @Test
    void oneCallIsOneSlice() {
        List<Slice> slices = deal(1);

        assertThat(slices).hasSize(1);
        assertThat(slices.get(0).calls().get(0).dealtTo())
                .isEqualTo(slices.get(0).instance());
    }

    @Test
    void noCallsAreNoSlice() {
        assertThat(deal(0)).isEmpty();
    }

    @Test
    void aFewCallsAreSpreadOverAllInstances() {
        assertThat(sizes(deal(7))).isEqualTo(Map.of(0, List.of(3), 1, List.of(3), 2, List.of(1)));
    }

    @Test
    void aSliceHasAtMostSoManyCalls() {
        List<Slice> slices = deal(3 * 32 + 5);

        assertThat(slices).extracting(slice -> slice.calls().size()).containsExactly(32, 32, 32, 5);
    }

    @Test
    void callsKeepTheirOrderWithinSlices() {
        List<Long> tickets = new ArrayList<>();
        deal(70).forEach(slice -> slice.calls().forEach(call -> tickets.add(call.ticket())));

        assertThat(tickets).isSorted().hasSize(70);
    }

    @Test
    void theInstanceWithTheFewestOutstandingIsFirst() {
        deal(3);
        outbox.replied(1, 1, 1, now);

        assertThat(deal(1).get(0).instance()).isEqualTo(1);
    }

    @Test
    void anInstanceThatAnswersNothingIsSkippedWhileAnotherDoes() {
        deal(3);
        now += STUCK;
        assertThat(deal(1).get(0).instance()).as("not yet too long").isZero();

        outbox.replied(1, 1, 1, now);
        deal(4);
        outbox.replied(1, 1, 1, now);
        now += 1;
        assertThat(deal(10))
                .extracting(Slice::instance)
                .as("0 and 2 are silent")
                .containsOnly(1);
    }

    @Test
    void aReplyMakesAnInstanceGoodAgain() {
        deal(6);
        now += STUCK + 1;
        outbox.replied(1, 2, 2, now);
        outbox.replied(0, 1, 1, now);
        assertThat(deal(4)).extracting(Slice::instance).contains(0, 1).doesNotContain(2);
    }

    @Test
    void whenAllAreSilentTheFewestOutstandingDecides() {
        deal(3);
        deal(2);
        now += STUCK + 1;

        assertThat(deal(1).get(0).instance()).isEqualTo(2);
    }

    @Test
    void idlenessIsNoSilence() {
        deal(1);
        outbox.replied(0, 1, 1, now);
        now += 100 * STUCK;
        Slice slice = deal(1).get(0);

        assertThat(slice.instance()).isZero();
        assertThat(outbox.isStuck(0, now)).isFalse();
    }

    @Test
    void aCallIsStuckOnlyWhenItsInstanceIsSilentAndAnotherIsNot() {
        deal(3);
        now += STUCK;
        assertThat(outbox.isStuck(0, now)).isFalse();
        now += 1;
        assertThat(outbox.isStuck(0, now)).as("all are silent").isFalse();

        outbox.replied(2, 1, 1, now);
        assertThat(outbox.isStuck(0, now)).isTrue();
        assertThat(outbox.isStuck(2, now)).isFalse();
        assertThat(outbox.isStuck(-1, now)).as("not dealt yet").isFalse();
    }

    @Test
    void theOnlyInstanceIsNeverStuck() {
        LaneOutbox alone = new LaneOutbox(new Lane(0, List.of("a")));
        alone.add(TestCalls.call(1));
        alone.deal(now, (calls, instance) -> {});

        assertThat(alone.isStuck(0, now + 100 * STUCK)).isFalse();
    }

    @Test
    void moreRepliesThanCallsAreADefect() {
        deal(1);

        assertThatThrownBy(() -> outbox.replied(0, 2, 2, now)).isInstanceOf(AssertionError.class);
    }

    @Test
    void callsThatAreTakenBackAtOnceDoNotPileUpWithInstancesThatAreHeld() {
        int given = 0;
        for (int i = 0; i < 10_000; i++) {
            for (Slice slice : deal(5)) {
                given += slice.calls().size();
                slice.calls().forEach(Call::withdraw);
            }
            now += MS;
        }
        assertThat(given).isBetween(3 * LaneWindow.MOST_HELD, 3 * (LaneWindow.MOST_HELD + CallBatch.MAX_CALLS));

        outbox.replied(0, 100, 100, now);
        assertThat(deal(1))
                .extracting(Slice::instance)
                .as("it passed them over")
                .containsOnly(0);
    }

    private List<Slice> deal(int calls) {
        TestCalls.calls(calls).forEach(outbox::add);
        List<Slice> slices = new ArrayList<>();
        outbox.deal(now, (slice, instance) -> slices.add(new Slice(instance, slice)));
        return slices;
    }

    private static Map<Integer, List<Integer>> sizes(List<Slice> slices) {
        Map<Integer, List<Integer>> sizes = new TreeMap<>();
        for (Slice slice : slices) {
            sizes.computeIfAbsent(slice.instance(), instance -> new ArrayList<>())
                    .add(slice.calls().size());
        }
        return sizes;
    }
}
