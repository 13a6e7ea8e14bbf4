package dev.sluice.chaos;

import dev.sluice.chaos.Fault.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Both books of one run, what clients saw and what handlers did, and the judgement on them by the promises P1 to P4.
 *
 * @param connections of all clients
 * @param journal of all handlers
 * @param stop how the server ended
 * @param mayLose true if handlers can be lost without it
 */
record Ledger(List<ConnectionLog> connections, Journal journal, Stop stop, boolean mayLose) {
    /** The ledger of a server whose handlers live as long as it does. */
    Ledger(List<ConnectionLog> connections, Journal journal, Stop stop) {
        this(connections, journal, stop, false);
    }

    Ledger {
        connections = List.copyOf(connections);
    }

    Verdict verdict() {
        Findings findings = new Findings();
        Set<Long> asked = new HashSet<>();
        for (ConnectionLog log : connections) {
            new ConnectionRules(log, journal, stop, findings).check();
            log.sent().forEach(frame -> frame.asks().forEach(ask -> asked.add(ask.token())));
        }
        for (long token : journal.tokens()) {
            if (!asked.contains(token)) {
                findings.fault(Kind.UNTRUTHFUL, "executed, and nobody asked for it", null, token);
            }
        }
        if (stop.exitCode() != stop.how().exitCode()) {
            findings.fault(
                    Kind.UNCLEAN,
                    "exit code " + stop.exitCode() + " instead of " + stop.how().exitCode(),
                    null,
                    null);
        }
        if (!stop.isKill()) {
            new ReceiptRules(connections, journal, stop.receipt(), mayLose, findings).check();
        }
        return findings.verdict();
    }
}
