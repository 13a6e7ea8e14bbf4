package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chaos.Answer.Said;
import dev.sluice.chaos.Fault.Kind;
import dev.sluice.chaos.Scene.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every lie about a request is caught, and its honest neighbour is not. */
class LedgerTest {
    private static final int AUTHORS_ERROR = 17;

    private final Scene scene = new Scene();
    private final Peer client = scene.connects();

    /** An answer, how often handlers began and ended, and what the ledger has to say. */
    @ParameterizedTest
    @CsvSource({
        "QUICK, RESULT,  1, 1,",
        "QUICK, RESULT,  0, 0, UNTRUTHFUL",
        "QUICK, RESULT,  1, 0, UNTRUTHFUL",
        "QUICK, RESULT,  2, 2, DOUBLED",
        "TWICE, RESULT,  2, 2,",
        "TWICE, RESULT,  3, 3, DOUBLED",
        "HELLO, RESULT,  0, 0,",
        "QUICK, NO,      0, 0,",
        "QUICK, NO,      1, 1, UNTRUTHFUL",
        "QUICK, NO,      1, 0, UNTRUTHFUL",
        "FAIL,  YES,     1, 1,",
        "FAIL,  YES,     0, 0, UNTRUTHFUL",
        "FAIL,  YES,     2, 2, DOUBLED",
        "LATER, UNKNOWN, 0, 0,",
        "LATER, UNKNOWN, 1, 0,",
        "LATER, UNKNOWN, 2, 1, DOUBLED",
        "QUICK, STRANGE, 1, 1, UNTRUTHFUL",
    })
    void holdsWhatIsSaidAgainstWhatWasDone(Work work, Said said, int begins, int ends, Kind fault) {
        long token = client.asks(work);
        for (int i = 0; i < begins; i++) {
            if (i < ends) {
                scene.runs(token);
            } else {
                scene.begins(token);
            }
        }
        client.hears(token, said, AUTHORS_ERROR);
        client.ends(Ending.FIN);

        assertThat(kinds()).isEqualTo(fault == null ? List.of() : List.of(fault));
    }

    @Test
    void catchesASecondAnswer() {
        long token = client.isServed(Work.QUICK);
        client.hears(token, Said.RESULT, 0);
        client.ends(Ending.FIN);

        assertThat(kinds()).contains(Kind.DOUBLED);
    }

    @Test
    void catchesAnAnswerNobodyAskedFor() {
        client.isServed(Work.QUICK);
        client.hears(4711, Answer.result(1));
        client.ends(Ending.FIN);

        assertThat(kinds()).contains(Kind.UNTRUTHFUL);
    }

    @Test
    void catchesAnAnswerToTheWrongRequest() {
        long one = client.asks(Work.QUICK);
        long other = client.asks(Work.QUICK);
        scene.runs(one);
        scene.runs(other);
        client.hears(client.requestIdOf(one), Answer.result(other));
        client.hears(client.requestIdOf(other), Answer.result(one));
        client.ends(Ending.FIN);

        assertThat(kinds()).contains(Kind.UNTRUTHFUL);
    }

    @Test
    void takesAnswersInAnyOrder() {
        long one = client.asks(Work.QUICK);
        long other = client.asks(Work.QUICK);
        scene.runs(one);
        scene.runs(other);
        client.hears(other, Said.RESULT, 0);
        client.hears(one, Said.RESULT, 0);
        client.ends(Ending.FIN);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void catchesAnAnsweredNotification() {
        long token = client.notifies(Work.QUICK);
        scene.runs(token);
        scene.countsNotification();
        client.ends(Ending.FIN);
        assertThat(kinds()).isEmpty();

        client.hears(token, Said.RESULT, 0);
        assertThat(kinds()).containsOnly(Kind.UNTRUTHFUL);
    }

    @Test
    void catchesANotificationThatRanTwice() {
        long token = client.notifies(Work.QUICK);
        scene.runs(token);
        scene.runs(token);
        scene.countsNotification();
        client.ends(Ending.FIN);

        assertThat(kinds()).containsExactly(Kind.DOUBLED);
    }

    @Test
    void wantsOneAnswerForEachEntryOfABatch() {
        List<Long> tokens = client.asksTwo(Work.QUICK);
        tokens.forEach(scene::runs);
        client.hears(client.requestIdOf(tokens.get(0)), Answer.result(tokens.get(1)), Answer.result(tokens.get(0)));
        client.ends(Ending.FIN);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void catchesAnEntryOfABatchThatIsMissingAndOneThatIsThereTwice() {
        List<Long> tokens = client.asksTwo(Work.QUICK);
        scene.runs(tokens.get(0));
        client.hears(client.requestIdOf(tokens.get(0)), Answer.result(tokens.get(0)), Answer.result(tokens.get(0)));
        client.ends(Ending.FIN);

        assertThat(kinds()).containsExactly(Kind.DOUBLED, Kind.LOST);
    }

    @Test
    void catchesAnAnswerThatIsLost() {
        client.isServed(Work.QUICK);
        long token = client.asks(Work.QUICK);
        client.ends(Ending.FIN);
        assertThat(kinds()).as("never read").isEmpty();

        scene.runs(token);
        assertThat(kinds()).as("executed").containsExactly(Kind.LOST);
    }

    @Test
    void catchesARequestThatWasReadAndForgotten() {
        client.asks(Work.QUICK);
        client.isServed(Work.QUICK);
        client.ends(Ending.FIN);

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void catchesARequestThatWasReadBeforeANotificationThatRan() {
        client.asks(Work.QUICK);
        scene.runs(client.notifies(Work.QUICK));
        scene.countsNotification();
        client.ends(Ending.FIN);

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void catchesARequestThatRanThoughItCameAfterTheFin() {
        client.isServed(Work.QUICK);
        scene.passesTo(20);
        client.ends(Ending.FIN);
        scene.passesTo(21);
        long late = client.asks(Work.QUICK);
        assertThat(kinds()).isEmpty();

        scene.runs(late);
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void catchesAHalfFrameThatRan() {
        long token = client.asksHalf(Work.QUICK);
        client.ends(Ending.LEFT);
        assertThat(kinds()).isEmpty();

        scene.runs(token);
        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);
    }

    @Test
    void concludesNothingFromSilenceWhereTheClientLeft() {
        scene.runs(client.asks(Work.QUICK));
        client.asks(Work.QUICK);
        client.ends(Ending.LEFT);
        scene.countsAbandoned();

        assertThat(kinds()).isEmpty();
        assertThat(scene.verdict().counts()).isEqualTo(new Verdict.Counts(2, 0, 0, 0, 2, 0));
    }

    @Test
    void catchesWhatRanAndNobodyAskedFor() {
        client.isServed(Work.QUICK);
        client.ends(Ending.FIN);
        scene.runs(4711);

        assertThat(kinds()).containsExactly(Kind.UNTRUTHFUL);
    }

    @Test
    void countsWhatBecameOfEachCall() {
        client.isServed(Work.QUICK);
        client.hears(client.asks(Work.QUICK), Said.NO, Answer.OVERLOADED);
        client.notifies(Work.QUICK);
        client.asks(Work.QUICK);
        client.ends(Ending.FIN);

        assertThat(kinds()).isEmpty();
        assertThat(scene.verdict().counts()).isEqualTo(new Verdict.Counts(3, 1, 1, 1, 0, 1));
    }

    private List<Kind> kinds() {
        return scene.verdict().faults().stream().map(Fault::kind).toList();
    }
}
