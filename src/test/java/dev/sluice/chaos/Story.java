package dev.sluice.chaos;

import dev.sluice.chaos.ConnectionLog.Received;
import dev.sluice.chaos.ConnectionLog.Sent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a person what happened to one request; times are seconds from the signal. */
final class Story {
    private final Ledger ledger;

    Story(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Some lines, without one at the end. */
    String of(Fault fault) {
        StringBuilder text = new StringBuilder("    " + fault.title());
        ConnectionLog log = fault.connection();
        Long token = fault.token();
        if (token != null) {
            if (log != null) {
                log.sent().forEach(frame -> tellSent(text, log, frame, token));
            }
            tellJournal(text, ledger.journal().of(token));
            if (log != null) {
                log.received().forEach(received -> tellReceived(text, received, token));
            }
        }
        if (log != null) {
            tellEnd(text, log);
        }
        return text.toString();
    }

    private void tellSent(StringBuilder text, ConnectionLog log, Sent frame, long token) {
        for (Ask ask : frame.asks()) {
            if (ask.token() == token) {
                line(
                        text,
                        "sent " + at(frame.atNanos()) + (log.hasLeft(frame) ? "" : ", not taken whole by the kernel")
                                + ": token " + token + ", " + ask.work().method()
                                + (ask.wantsAnswer() ? "" : ", a notification")
                                + (frame.asks().size() > 1
                                        ? ", in a batch of " + frame.asks().size()
                                        : "") + ", request id "
                                + Integer.toUnsignedString(frame.requestId()) + " on " + log);
            }
        }
    }

    private void tellJournal(StringBuilder text, Journal.Entry entry) {
        line(text, "journal: began " + times(entry.begins()) + ", ended " + times(entry.ends()));
    }

    private void tellReceived(StringBuilder text, Received received, long token) {
        for (Answer answer : received.answers()) {
            if (answer.token() == token) {
                line(
                        text,
                        "received " + at(received.atNanos()) + ": " + answer.said()
                                + (answer.code() == 0 ? "" : ", code " + answer.code()) + ", request id "
                                + Integer.toUnsignedString(received.requestId()));
            }
        }
    }

    private void tellEnd(StringBuilder text, ConnectionLog log) {
        List<Received> received = log.received();
        Received last = received.isEmpty() ? null : received.get(received.size() - 1);
        line(
                text,
                log + ": " + log.ending() + " " + at(log.endNanos()) + (log.saidGoodbye() ? " behind $/goodbye" : "")
                        + ", " + log.sent().size() + " frames sent, " + received.size() + " received, "
                        + lastOne(last));
    }

    private String lastOne(@Nullable Received last) {
        return last == null
                ? "none at all"
                : "the last one " + at(last.atNanos()) + ", request id " + Integer.toUnsignedString(last.requestId());
    }

    private String times(List<Long> nanos) {
        return nanos.isEmpty() ? "never" : nanos.stream().map(this::at).collect(Collectors.joining(" and "));
    }

    private String at(long nanos) {
        return String.format(Locale.ROOT, "%+.6f s", (nanos - ledger.stop().atNanos()) / 1e9);
    }

    private static void line(StringBuilder text, String what) {
        text.append("\n        ").append(what);
    }
}
