package dev.sluice.chaos;

import dev.sluice.chaos.Answer.Said;
import dev.sluice.chaos.Asking.Made;
import java.util.List;

/**
 * Says rpc.hello first. At {@code $/drain} most stop asking, the others pretend not to hear. With a server that does not
 * know rpc.hello it is a plain pipeliner.
 */
class HelloClient extends Pipeliner {
    private final boolean deaf = random().nextInt(4) == 0;
    private boolean greeted;

    HelloClient(Seat seat) {
        super(seat);
    }

    @Override
    void begin() {
        send(asking().hello());
        wire().flush();
    }

    @Override
    boolean isContent() {
        return !greeted || super.isContent();
    }

    @Override
    void onAnswers(Made asked, List<Answer> answers) {
        super.onAnswers(asked, answers);
        if (asked.asks().get(0).work() == Work.HELLO) {
            greeted = true;
            if (answers.get(0).said() == Said.RESULT) {
                log().helloAccepted();
            }
        }
    }

    @Override
    void onNotice(String method) {
        switch (method) {
            case "$/drain" -> {
                if (!deaf) {
                    fallSilent();
                }
            }
            case "$/goodbye" -> {
                log().goodbye();
                fallSilent();
            }
            default -> log().broken("the server's own frame " + method);
        }
    }
}
