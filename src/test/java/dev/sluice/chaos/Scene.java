package dev.sluice.chaos;

import dev.sluice.chaos.Answer.Said;
import dev.sluice.chaos.Stop.How;
import dev.sluice.chaos.Stop.Receipt;
import java.util.ArrayList;
import java.util.List;

/**
 * A ledger made by hand. The server is told to stop at second 10 and connections end at second 20 if nothing else is
 * said; the receipt and the exit code are honest unless they are replaced.
 */
final class Scene {
    static final long SECOND = 1_000_000_000L;
    private static final int FRAME_BYTES = 100;

    private final List<ConnectionLog> connections = new ArrayList<>();
    private final Journal journal = new Journal();
    private long tokens;
    private long nowNanos = SECOND;
    private long answered;
    private long refused;
    private long unknown;
    private long notifications;
    private long abandoned;

    How how = How.TERM;

    /** A connection, and what its client does and hears. */
    final class Peer {
        private final ConnectionLog log = new ConnectionLog(connections.size() + 1, "made by hand");
        private int requestIds;

        Peer() {
            connections.add(log);
        }

        long asks(Work work) {
            return batch(new Ask(++tokens, work, true)).get(0);
        }

        long notifies(Work work) {
            return batch(new Ask(++tokens, work, false)).get(0);
        }

        /** One frame with two calls. */
        List<Long> asksTwo(Work work) {
            return batch(new Ask(++tokens, work, true), new Ask(++tokens, work, true));
        }

        /** A frame of which the kernel took one half. */
        long asksHalf(Work work) {
            log.sent(++requestIds, List.of(new Ask(++tokens, work, true)), FRAME_BYTES, nowNanos);
            log.written(FRAME_BYTES / 2);
            return tokens;
        }

        private List<Long> batch(Ask... asks) {
            log.sent(++requestIds, List.of(asks), FRAME_BYTES, nowNanos);
            log.written(FRAME_BYTES);
            return List.of(asks).stream().map(Ask::token).toList();
        }

        void hears(long token, Said said, int code) {
            hears(requestIdOf(token), said == Said.RESULT ? Answer.result(token) : Answer.error(token, said, code));
        }

        void hears(int requestId, Answer... answers) {
            log.received(requestId, List.of(answers), nowNanos);
            for (Answer answer : answers) {
                if (answer.isRefusal()) {
                    refused++;
                } else if (answer.said() == Said.UNKNOWN) {
                    unknown++;
                } else {
                    answered++;
                }
            }
        }

        /** Asks, and all goes well. */
        long isServed(Work work) {
            long token = asks(work);
            runs(token);
            hears(token, Said.RESULT, 0);
            return token;
        }

        int requestIdOf(long token) {
            return log.sent().stream()
                    .filter(frame -> frame.asks().stream().anyMatch(ask -> ask.token() == token))
                    .findFirst()
                    .orElseThrow()
                    .requestId();
        }

        ConnectionLog log() {
            return log;
        }

        void ends(Ending ending) {
            log.ended(ending, Math.max(nowNanos, 20 * SECOND));
        }
    }

    Peer connects() {
        return new Peer();
    }

    void passesTo(long second) {
        nowNanos = second * SECOND;
    }

    void runs(long token) {
        journal.begin(token, nowNanos);
        journal.end(token, nowNanos);
    }

    void begins(long token) {
        journal.begin(token, nowNanos);
    }

    /** The server counts a notification that ran. */
    void countsNotification() {
        notifications++;
    }

    /** The server counts a call whose client left. */
    void countsAbandoned() {
        abandoned++;
    }

    Receipt honestReceipt() {
        long received = answered + refused + unknown + notifications + abandoned;
        return new Receipt(received, answered, refused, unknown, notifications, abandoned, 1_000);
    }

    Verdict verdict() {
        return verdict(new Stop(how, 10 * SECOND, how.exitCode(), honestReceipt()));
    }

    Verdict verdict(Stop stop) {
        return new Ledger(connections, journal, stop).verdict();
    }
}
