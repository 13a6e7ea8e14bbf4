package dev.sluice.chaos;

import dev.sluice.chaos.ConnectionLog.Received;
import dev.sluice.chaos.ConnectionLog.Sent;
import dev.sluice.chaos.Fault.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold on one connection: P1, P2 and P4, how it ended, and what silence means on it. Used once, by one thread.
 */
final class ConnectionRules {
    private final ConnectionLog log;
    private final Journal journal;
    private final Stop stop;
    private final Findings findings;

    private final Map<Long, Answer> answers = new HashMap<>();

    /** The last frame of which there is proof that the server read it, and so everything before it; -1 for none. */
    private int lastRead = -1;

    ConnectionRules(ConnectionLog log, Journal journal, Stop stop, Findings findings) {
        this.log = log;
        this.journal = journal;
        this.stop = stop;
        this.findings = findings;
    }

    void check() {
        findLastJournalled();
        matchAnswers();
        List<Sent> sent = log.sent();
        for (int i = 0; i < sent.size(); i++) {
            for (Ask ask : sent.get(i).asks()) {
                checkAsk(i, ask);
            }
        }
        checkEnd();
    }

    private void findLastJournalled() {
        List<Sent> sent = log.sent();
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).asks().stream().anyMatch(ask -> journal.starts(ask.token()) > 0)) {
                lastRead = i;
            }
        }
    }

    private void matchAnswers() {
        Map<Integer, Integer> indexes = new HashMap<>();
        for (int i = 0; i < log.sent().size(); i++) {
            indexes.put(log.sent().get(i).requestId(), i);
        }
        Set<Integer> answeredIds = new HashSet<>();
        for (Received received : log.received()) {
            String id = "request id " + Integer.toUnsignedString(received.requestId());
            Integer index = indexes.get(received.requestId());
            if (index == null || !log.hasLeft(log.sent().get(index))) {
                fault(Kind.UNTRUTHFUL, "an answer with " + id + ", which was never asked", null);
            } else if (answeredIds.add(received.requestId())) {
                lastRead = Math.max(lastRead, index);
                matchEntries(log.sent().get(index), received);
            } else {
                Long token = received.answers().isEmpty()
                        ? null
                        : received.answers().get(0).token();
                fault(Kind.DOUBLED, "a second answer with the same request id", token);
            }
        }
    }

    private void matchEntries(Sent frame, Received received) {
        for (Answer answer : received.answers()) {
            Ask ask = find(frame, answer.token());
            if (ask == null) {
                fault(Kind.UNTRUTHFUL, "an answer to a token that its request id did not carry", answer.token());
            } else if (!ask.wantsAnswer()) {
                fault(Kind.UNTRUTHFUL, "a notification was answered", ask.token());
            } else if (answers.putIfAbsent(ask.token(), answer) != null) {
                fault(Kind.DOUBLED, "two answers to one entry of a batch", ask.token());
            }
            if (answer.code() == Answer.DRAINING && received.atNanos() < stop.atNanos()) {
                fault(Kind.UNTRUTHFUL, "DRAINING before anybody told the server to stop", answer.token());
            }
        }
    }

    private void checkAsk(int index, Ask ask) {
        int starts = journal.starts(ask.token());
        if (starts > ask.work().mostStarts()) {
            fault(Kind.DOUBLED, "executed " + starts + " times", ask.token());
        }
        if (!log.hasLeft(log.sent().get(index))) {
            if (starts > 0) {
                fault(Kind.UNTRUTHFUL, "executed, though its frame never left the client whole", ask.token());
            }
            return;
        }
        if (!ask.wantsAnswer()) {
            findings.notification();
            return;
        }
        Answer answer = answers.get(ask.token());
        if (answer != null) {
            checkAnswered(ask, answer.said());
        } else {
            checkUnanswered(index, ask);
        }
    }

    private void checkAnswered(Ask ask, Answer.Said said) {
        boolean ran = journal.starts(ask.token()) > 0;
        boolean mustRun = ask.work().isJournalled();
        if (said == Answer.Said.NO) {
            findings.refused();
        } else {
            findings.answered();
        }
        switch (said) {
            case RESULT -> {
                if (mustRun && !ran) {
                    fault(Kind.UNTRUTHFUL, "a result, and no handler ran", ask.token());
                } else if (mustRun && journal.ends(ask.token()) == 0) {
                    fault(Kind.UNTRUTHFUL, "a result, and its handler never came to an end", ask.token());
                }
            }
            case NO -> {
                if (ran) {
                    fault(Kind.UNTRUTHFUL, "executed \"no\", and a handler ran", ask.token());
                }
            }
            case YES -> {
                if (mustRun && !ran) {
                    fault(Kind.UNTRUTHFUL, "executed \"yes\", and no handler ran", ask.token());
                }
            }
            case UNKNOWN -> {}
            case STRANGE ->
                fault(
                        Kind.UNTRUTHFUL,
                        "the result of another request, or an error without a word on whether it was executed",
                        ask.token());
        }
    }

    private void checkUnanswered(int index, Ask ask) {
        boolean ran = journal.starts(ask.token()) > 0;
        if (log.saidGoodbye() && ran) {
            findings.unknown();
            fault(Kind.UNTRUTHFUL, "executed, and $/goodbye came instead of an answer", ask.token());
            return;
        }
        if (!endedInOrder()) {
            if (log.saidGoodbye()) {
                findings.neverExecuted();
            } else {
                findings.unknown();
            }
            return;
        }
        if (ran) {
            findings.lost("a handler ran, and no answer came", log, ask.token());
        } else if (index <= lastRead) {
            findings.lost("the server read it, for it read what came after it, and no answer came", log, ask.token());
        } else if (isEarly() && log.isHalfClosed()) {
            findings.lost("the server answered the client's FIN with its own, and not this request", log, ask.token());
        } else {
            findings.neverExecuted();
        }
    }

    /** True if everything that the server read was to be answered, and the client was there to hear it. */
    private boolean endedInOrder() {
        return switch (log.ending()) {
            case FIN -> !stop.isKill() || isEarly();
            case RESET, OPEN -> stop.isPatient() || isEarly();
            case LEFT -> false;
        };
    }

    private boolean isEarly() {
        return log.endNanos() < stop.atNanos();
    }

    private void checkEnd() {
        Ending ending = log.ending();
        if (log.brokenHow() != null) {
            fault(Kind.UNTRUTHFUL, log.brokenHow(), null);
        }
        if (log.saidGoodbye() && !log.isHelloAccepted()) {
            fault(Kind.UNTRUTHFUL, "$/goodbye to a client that did not say rpc.hello", null);
        }
        if (ending == Ending.OPEN) {
            fault(Kind.UNCLEAN, "a connection is left open", null);
        } else if (isEarly() && (ending == Ending.RESET || (ending == Ending.FIN && !log.isHalfClosed()))) {
            fault(Kind.UNCLEAN, "the server ended a connection before it was told to stop", null);
        } else if (stop.isPatient() && ending == Ending.RESET && !log.received().isEmpty()) {
            fault(Kind.UNCLEAN, "the server reset a connection that it had served", null);
        } else if (!stop.isKill() && ending == Ending.FIN && log.isHelloAccepted() && !log.saidGoodbye()) {
            fault(Kind.UNTRUTHFUL, "FIN without $/goodbye to a client that said rpc.hello", null);
        }
    }

    private void fault(Kind kind, String what, @Nullable Long token) {
        findings.fault(kind, what, log, token);
    }

    private static @Nullable Ask find(Sent frame, long token) {
        for (Ask ask : frame.asks()) {
            if (ask.token() == token) {
                return ask;
            }
        }
        return null;
    }
}
