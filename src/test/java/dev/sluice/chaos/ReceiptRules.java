package dev.sluice.chaos;

import dev.sluice.chaos.ConnectionLog.Received;
import dev.sluice.chaos.ConnectionLog.Sent;
import dev.sluice.chaos.Fault.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server's drain receipt is what its clients and handlers saw. Where a client left, the
 * server may have answered what the client did not hear, so each number has a range. Used once, by one thread.
 */
final class ReceiptRules {
    private final Stop.@Nullable Receipt receipt;
    private final Findings findings;

    private long sent;
    private long answered;
    private long refused;
    private long unknown;
    private long notificationsRun;

    /** Calls without an answer on connections that were not kept to an orderly end. */
    private long unheard;

    /** Notifications that no handler saw, on such connections and on the others. */
    private long notificationsLeft;

    private long notificationsRefused;

    private final boolean mayLose;

    /**
     * @param mayLose true if notifications can be lost with the worker that had them: nobody is told, and they count as ended
     */
    ReceiptRules(
            List<ConnectionLog> connections,
            Journal journal,
            Stop.@Nullable Receipt receipt,
            boolean mayLose,
            Findings findings) {
        this.receipt = receipt;
        this.mayLose = mayLose;
        this.findings = findings;
        connections.forEach(log -> count(log, journal));
    }

    void check() {
        if (receipt == null) {
            fault(Kind.UNCLEAN, "no drain receipt");
            return;
        }
        if (receipt.received() != receipt.sum()) {
            fault(
                    Kind.UNTRUTHFUL,
                    "receipt: received " + receipt.received() + " is not the sum of the others, " + receipt.sum());
        }
        within("received", receipt.received(), 0, sent);
        within("answered", receipt.answered(), answered, answered + unheard);
        within("refused", receipt.refused(), refused, refused + unheard + notificationsLeft + notificationsRefused);
        within("unknown", receipt.unknown(), unknown, unknown + unheard);
        long mostNotifications = notificationsRun + notificationsLeft + (mayLose ? notificationsRefused : 0);
        within("notifications", receipt.notifications(), notificationsRun, mostNotifications);
        within("abandonedByClient", receipt.abandonedByClient(), 0, unheard);
    }

    private void within(String what, long said, long least, long most) {
        if (said < least || said > most) {
            fault(
                    Kind.UNTRUTHFUL,
                    "receipt: " + what + " " + said + ", and by what clients and handlers saw it is " + least
                            + (least == most ? "" : " to " + most));
        }
    }

    private void count(ConnectionLog log, Journal journal) {
        long calls = 0;
        long answers = 0;
        for (Received received : log.received()) {
            for (Answer answer : received.answers()) {
                answers++;
                count(answer);
            }
        }
        for (Sent frame : log.sent()) {
            if (log.hasLeft(frame)) {
                for (Ask ask : frame.asks()) {
                    calls += ask.wantsAnswer() ? 1 : 0;
                    countNotification(log, journal, ask);
                }
                sent += frame.asks().size();
            }
        }
        if (log.ending() != Ending.FIN) {
            unheard += Math.max(0, calls - answers);
        }
    }

    private void count(Answer answer) {
        if (answer.isRefusal()) {
            refused++;
        } else if (answer.said() == Answer.Said.UNKNOWN) {
            unknown++;
        } else {
            answered++;
        }
    }

    private void countNotification(ConnectionLog log, Journal journal, Ask ask) {
        if (ask.wantsAnswer()) {
            return;
        }
        if (journal.starts(ask.token()) > 0) {
            notificationsRun++;
        } else if (log.ending() == Ending.FIN) {
            notificationsRefused++;
        } else {
            notificationsLeft++;
        }
    }

    private void fault(Kind kind, String what) {
        findings.fault(kind, what, null, null);
    }
}
