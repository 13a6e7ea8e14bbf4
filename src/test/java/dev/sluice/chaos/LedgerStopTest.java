package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chaos.Answer.Said;
import dev.sluice.chaos.Fault.Kind;
import dev.sluice.chaos.Scene.Peer;
import dev.sluice.chaos.Stop.How;
import dev.sluice.chaos.Stop.Receipt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every lie about the end of a connection or of the process is caught, and its honest neighbour is not. */
class LedgerStopTest {
    private final Scene scene = new Scene();
    private final Peer client = scene.connects();

    @Test
    void catchesWhatRanBehindGoodbye() {
        greet();
        long token = client.asks(Work.QUICK);
        client.log().goodbye();
        client.ends(Ending.FIN);
        assertThat(kinds()).isEmpty();

        scene.runs(token);
        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);
    }

    @Test
    void catchesWhatRanBehindGoodbyeEvenIfTheServerIsKilledThen() {
        scene.how = How.KILL;
        greet();
        long token = client.asks(Work.QUICK);
        client.log().goodbye();
        client.ends(Ending.RESET);
        assertThat(kinds()).isEmpty();

        scene.runs(token);
        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);
    }

    @Test
    void wantsGoodbyeWhereHelloWasAcceptedAndNowhereElse() {
        greet();
        client.ends(Ending.FIN);
        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);

        client.log().goodbye();
        assertThat(kinds()).isEmpty();

        Peer plain = scene.connects();
        plain.log().goodbye();
        plain.ends(Ending.FIN);
        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);
    }

    @Test
    void catchesAFrameBehindGoodbye() {
        greet();
        long token = client.asks(Work.QUICK);
        scene.runs(token);
        client.log().goodbye();
        client.hears(token, Said.RESULT, 0);
        client.ends(Ending.FIN);

        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);
    }

    @Test
    void wantsEverythingAnsweredThatCameBeforeTheClientsFinInTimeOfPeace() {
        client.isServed(Work.QUICK);
        client.asks(Work.QUICK);
        client.log().halfClosed();
        client.log().ended(Ending.FIN, 5 * Scene.SECOND);

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void acceptsTheServersFinAfterTheClients() {
        client.isServed(Work.QUICK);
        client.log().halfClosed();
        client.log().ended(Ending.FIN, 5 * Scene.SECOND);

        assertThat(kinds()).isEmpty();
    }

    /** How a connection ended, when, whether it had been served, and what the ledger has to say. */
    @ParameterizedTest
    @CsvSource({
        "FIN,   20, true,",
        "FIN,   20, false,",
        "FIN,    5, true,  UNCLEAN",
        "RESET,  5, false, UNCLEAN",
        "RESET, 20, true,  UNCLEAN",
        "RESET, 20, false,",
        "LEFT,   5, true,",
        "OPEN,  70, true,  UNCLEAN",
    })
    void judgesTheEndOfAConnection(Ending ending, long second, boolean served, Kind fault) {
        if (served) {
            client.isServed(Work.QUICK);
        }
        client.log().ended(ending, second * Scene.SECOND);

        assertThat(kinds()).isEqualTo(fault == null ? List.of() : List.of(fault));
    }

    @Test
    void catchesDrainingBeforeAnybodySaidSo() {
        client.hears(client.asks(Work.QUICK), Said.NO, Answer.DRAINING);
        client.ends(Ending.FIN);
        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);
    }

    @Test
    void acceptsDrainingAfterTheSignal() {
        scene.passesTo(11);
        client.hears(client.asks(Work.QUICK), Said.NO, Answer.DRAINING);
        client.ends(Ending.FIN);
        assertThat(kinds()).isEmpty();
    }

    @Test
    void concludesNothingFromSilenceAfterAKillButStillWantsTheTruth() {
        scene.how = How.KILL;
        scene.runs(client.asks(Work.QUICK));
        client.asks(Work.QUICK);
        client.isServed(Work.QUICK);
        client.ends(Ending.RESET);
        assertThat(kinds()).isEmpty();

        long token = client.asks(Work.QUICK);
        client.hears(token, Said.NO, Answer.OVERLOADED);
        assertThat(kinds()).isEmpty();
        scene.runs(token);
        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);
    }

    /** What is added to an honest receipt of one call answered, one refused, one notification and one client that left. */
    @ParameterizedTest
    @CsvSource({
        "0,  0,  0,  0,  0,  0, 0",
        "1,  0,  0,  0,  0,  0, 1", // not the sum
        "0,  1,  0,  0,  0, -1, 0", // it answered somebody who had left
        "0, -1,  0,  0,  0,  1, 1", // it answered somebody who had not
        "1,  1,  0,  0,  0,  0, 0", // the one that was read and not counted as left
        "2,  2,  0,  0,  0,  0, 1", // more than anybody asked
        "0,  0, -1,  1,  0,  0, 1", // the refused one was refused
        "0,  0,  0,  0,  1, -1, 1", // a notification nobody sent
        "0,  0,  0,  0, -1,  1, 1", // a notification that ran
    })
    void holdsTheReceiptAgainstWhatClientsAndHandlersSaw(
            long received, long answered, long refused, long unknown, long notifications, long abandoned, int faults) {
        client.isServed(Work.QUICK);
        client.hears(client.asks(Work.QUICK), Said.NO, Answer.OVERLOADED);
        scene.runs(client.notifies(Work.QUICK));
        scene.countsNotification();
        client.ends(Ending.FIN);
        Peer gone = scene.connects();
        gone.asks(Work.QUICK);
        gone.asks(Work.QUICK);
        scene.countsAbandoned();
        gone.ends(Ending.LEFT);
        Receipt honest = scene.honestReceipt();

        Receipt receipt = new Receipt(
                honest.received() + received,
                honest.answered() + answered,
                honest.refused() + refused,
                honest.unknown() + unknown,
                honest.notifications() + notifications,
                honest.abandonedByClient() + abandoned,
                1);

        assertThat(scene.verdict(new Stop(How.INT, 10 * Scene.SECOND, 0, receipt))
                        .faults())
                .hasSize(faults)
                .allMatch(
                        fault -> fault.kind() == Kind.UNTRUTHFUL && fault.what().startsWith("receipt"));
    }

    /** A signal, the exit code, whether there is a receipt, and how many faults that is. */
    @ParameterizedTest
    @CsvSource({
        "INT,    0, true,  0",
        "TERM,   0, true,  0",
        "TERM,   3, true,  1",
        "INT,    0, false, 1",
        "INT,   -1, false, 2",
        "CUT,    3, true,  0",
        "CUT,    0, true,  1",
        "KILL, 137, false, 0",
        "KILL,   1, false, 1",
    })
    void wantsItsExitCodeAndAReceipt(How how, int exitCode, boolean told, int faults) {
        Stop stop = new Stop(how, 10 * Scene.SECOND, exitCode, told ? scene.honestReceipt() : null);
        client.ends(Ending.FIN);

        assertThat(scene.verdict(stop).count(Kind.UNCLEAN)).isEqualTo(faults);
    }

    @Test
    void acceptsThatACutConnectionLosesAnswersButNoneThatEndedInOrder() {
        scene.how = How.CUT;
        client.isServed(Work.QUICK);
        long token = client.asks(Work.QUICK);
        client.ends(Ending.RESET);
        scene.runs(token);
        scene.countsAbandoned();
        assertThat(kinds()).isEmpty();

        Peer kept = scene.connects();
        scene.runs(kept.asks(Work.QUICK));
        kept.ends(Ending.FIN);
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    private void greet() {
        client.hears(client.asks(Work.HELLO), Said.RESULT, 0);
        client.log().helloAccepted();
    }

    private List<Kind> kinds() {
        return scene.verdict().faults().stream().map(Fault::kind).toList();
    }
}
