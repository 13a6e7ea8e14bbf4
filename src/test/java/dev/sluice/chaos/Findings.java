package dev.sluice.chaos;

import dev.sluice.chaos.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules find, while they look. For one thread. */
final class Findings {
    private final List<Fault> faults = new ArrayList<>();
    private long answered;
    private long refused;
    private long neverExecuted;
    private long unknown;
    private long lost;
    private long notifications;

    void fault(Kind kind, String what, @Nullable ConnectionLog connection, @Nullable Long token) {
        faults.add(new Fault(kind, what, connection, token));
    }

    void answered() {
        answered++;
    }

    void refused() {
        refused++;
    }

    void neverExecuted() {
        neverExecuted++;
    }

    void unknown() {
        unknown++;
    }

    void lost(String why, ConnectionLog connection, long token) {
        lost++;
        fault(Kind.LOST, why, connection, token);
    }

    void notification() {
        notifications++;
    }

    Verdict verdict() {
        long sent = answered + refused + neverExecuted + unknown + lost;
        return new Verdict(new Verdict.Counts(sent, answered, refused, neverExecuted, unknown, notifications), faults);
    }
}
