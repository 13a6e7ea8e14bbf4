package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Made;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Does what the protocol tells clients to do: says rpc.hello, and asks again whatever was refused with "no" or is unanswered
 * behind {@code $/goodbye}, on its next connection if it must be.
 */
final class Persistent extends HelloClient {
    private final Errands errands;
    private final Map<Long, Work> open = new HashMap<>();

    Persistent(Seat seat) {
        super(seat);
        this.errands = seat.errands();
    }

    @Override
    Made next() {
        Work again = errands.next();
        Made made = again == null ? super.next() : asking().of(again);
        for (Ask ask : made.asks()) {
            if (ask.wantsAnswer()) {
                open.put(ask.token(), ask.work());
            }
        }
        return made;
    }

    @Override
    void onAnswers(Made asked, List<Answer> answers) {
        super.onAnswers(asked, answers);
        for (Answer answer : answers) {
            Work work = open.remove(answer.token());
            if (work != null) {
                settle(answer, work);
            }
        }
    }

    private void settle(Answer answer, Work work) {
        switch (answer.said()) {
            case RESULT, YES -> errands.done();
            case NO -> errands.askAgain(work);
            case UNKNOWN, STRANGE ->
                errands.failed("code " + answer.code() + ", " + answer.said() + ", for " + work + " on " + log());
        }
    }

    @Override
    void onEnd() {
        if (log().saidGoodbye()) {
            open.values().forEach(errands::askAgain);
        } else if (!open.isEmpty()) {
            errands.failed(open.size() + " unanswered, and no $/goodbye, on " + log() + ", " + log().ending());
        }
        open.clear();
        super.onEnd();
    }
}
