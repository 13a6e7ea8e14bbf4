package dev.sluice.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose call is next when a lane cannot take all of them. */
class BacklogTest {
    private static final long MS = 1_000_000;
    private static final Origin HEAVY = client(1);
    private static final Origin OTHER_HEAVY = client(2);
    private static final Origin LIGHT = client(3);

    private final Backlog backlog = new Backlog();

    @Test
    void ofOneClientTheFirstIsFirst() {
        List<Call> calls = add(LIGHT, 5);

        assertThat(take(3)).isEqualTo(calls.subList(0, 3));
        assertThat(take(9)).isEqualTo(calls.subList(3, 5));
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void clientsWhoseCallsTakeEquallyLongTakeTurns() {
        add(HEAVY, 100);
        add(OTHER_HEAVY, 100);

        assertThat(callsOf(HEAVY, take(100))).isEqualTo(50);
    }

    @Test
    void shortCallsOfAClientStayTogether() {
        add(HEAVY, 100);
        add(OTHER_HEAVY, 100);
        take(100).forEach(call -> backlog.charge(call, 5_000));
        take(50).forEach(call -> backlog.charge(call, 5_000));

        List<Call> calls = take(40);

        long changes = IntStream.range(1, calls.size())
                .filter(i -> !calls.get(i).origin().equals(calls.get(i - 1).origin()))
                .count();
        assertThat(changes).as("turns of 50 us").isBetween(1L, 6L);
    }

    @Test
    void aCallThatTookLongerThanWasExpectedDoesNotKeepItsClientWaitingForLong() {
        addManyHeavyClients();
        List<Call> calls = add(LIGHT, 2);
        backlog.charge(takeUntil(calls.get(0)), 4_000 * MS);

        long waitedNanos = 0;
        for (Call call = take(1).get(0); call != calls.get(1); call = take(1).get(0)) {
            waitedNanos += call.expectedNanos();
        }

        assertThat(waitedNanos).isBetween(90 * MS, 110 * MS);
    }

    @Test
    void longCallsAmongManyShortOnesArePaidForInTheEnd() {
        Map<Origin, Long> usedNanos = new HashMap<>();
        List<Origin> clients =
                IntStream.range(0, 17).mapToObj(i -> client(200 + i)).toList();
        clients.forEach(client -> add(client, 500));
        Origin mixed = clients.get(0);
        int ofMixed = 0;
        for (int slice = 0; slice < 2_000; slice++) {
            for (Call call : take(1_000)) { // in flight together: none is charged before all were given
                boolean isLong = call.origin().equals(mixed) && ofMixed++ % 72 >= 40;
                long nanos = isLong ? 10 * MS : 3_000;
                usedNanos.merge(call.origin(), nanos, Long::sum);
                backlog.charge(call, nanos);
                add(call.origin(), 1);
            }
        }

        long fairNanos = usedNanos.values().stream().mapToLong(nanos -> nanos).sum() / clients.size();
        assertThat(usedNanos.get(mixed)).isLessThan(3 * fairNanos);
    }

    @Test
    void whoAsksForLessThanItsShareIsNext() {
        addManyHeavyClients();
        take(250);
        Call call = add(LIGHT, 1).get(0);

        assertThat(take(1)).containsExactly(call);
    }

    @Test
    void timeThatWasNotUsedIsNotSavedUp() {
        add(LIGHT, 1);
        addManyHeavyClients();
        take(2_000);
        add(LIGHT, 50);

        assertThat(callsOf(LIGHT, take(200))).isLessThanOrEqualTo(3);
    }

    @Test
    void clientsShareTheTimeAndNotTheCalls() {
        add(HEAVY, 2_000);
        add(LIGHT, 2_000);
        long heavyNanos = 0;
        long lightNanos = 0;
        for (int i = 0; i < 1_000; i++) {
            Call call = take(1).get(0);
            boolean isHeavy = call.origin().equals(HEAVY);
            long nanos = isHeavy ? 10 * MS : MS / 10;
            backlog.charge(call, nanos);
            heavyNanos += isHeavy ? nanos : 0;
            lightNanos += isHeavy ? 0 : nanos;
        }

        assertThat((double) heavyNanos / lightNanos).isBetween(0.7, 1.4);
    }

    @Test
    void aClientThatWasExpectedToTakeLongerGetsTheDifferenceBack() {
        add(HEAVY, 100);
        add(LIGHT, 100);
        take(2).forEach(call -> backlog.charge(call, call.origin().equals(HEAVY) ? 100 * MS : 1));

        assertThat(callsOf(HEAVY, take(20))).isZero();
    }

    @Test
    void givesNoMoreThanWhatIsExpectedToTakeSoLong() {
        add(HEAVY, 100);
        for (int i = 0; i < 50; i++) {
            backlog.charge(TestCalls.call(i, HEAVY), 10 * MS);
        }
        take(1); // what it was charged too little
        List<Call> taken = new ArrayList<>();
        backlog.take(100, 25 * MS, taken);

        assertThat(taken).hasSize(3);
        assertThat(taken.get(0).expectedNanos()).isBetween(9 * MS, 10 * MS);
    }

    @Test
    void whatWasWithdrawnIsNobodysTurn() {
        List<Call> calls = add(LIGHT, 3);
        calls.get(0).withdraw();
        calls.get(1).withdraw();

        assertThat(take(1)).containsExactly(calls.get(2));
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void nothingButWithdrawnCallsIsNothing() {
        add(LIGHT, 3).forEach(Call::withdraw);

        assertThat(take(1)).isEmpty();
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void clientsThatComeAndGoAreForgotten() {
        add(HEAVY, 1);
        for (int i = 0; i < 100_000; i++) {
            add(client(10 + i), 1);
            take(1);
        }

        assertThat(backlog.remembered()).isLessThan(2_000);
    }

    private Call takeUntil(Call wanted) {
        Call call = take(1).get(0);
        while (call != wanted) {
            call = take(1).get(0);
        }
        return call;
    }

    private void addManyHeavyClients() {
        for (int i = 0; i < 100; i++) {
            add(client(100 + i), 50);
        }
    }

    private List<Call> add(Origin client, int count) {
        List<Call> calls = IntStream.range(0, count)
                .mapToObj(i -> TestCalls.call(i, client))
                .toList();
        calls.forEach(backlog::add);
        return calls;
    }

    private List<Call> take(int most) {
        List<Call> taken = new ArrayList<>();
        backlog.take(most, Long.MAX_VALUE, taken);
        return taken;
    }

    private static long callsOf(Origin client, List<Call> calls) {
        return calls.stream().filter(call -> call.origin().equals(client)).count();
    }

    private static Origin client(int port) {
        return new Origin("192.0.2.1", port, null);
    }
}
