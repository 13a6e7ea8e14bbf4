package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Made;
import java.util.List;

/** Always has calls in flight. Half of them stop at the first DRAINING, the others never do. */
class Pipeliner extends Client {
    private final boolean stubborn = random().nextBoolean();

    Pipeliner(Seat seat) {
        super(seat);
    }

    @Override
    void onAnswers(Made asked, List<Answer> answers) {
        if (!stubborn && answers.stream().anyMatch(answer -> answer.code() == Answer.DRAINING)) {
            fallSilent();
        }
    }
}
