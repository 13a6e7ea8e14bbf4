package dev.sluice.chaos;

import dev.sluice.chaos.Fault.Kind;
import java.util.List;
import java.util.Locale;

/** What the ledger says of one run. */
record Verdict(Counts counts, List<Fault> faults) {
    Verdict {
        faults = List.copyOf(faults);
    }

    /**
     * What became of the calls. {@code sent} is the sum of the others, but for notifications, if nothing is lost.
     *
     * @param sent calls whose last byte the kernel took
     * @param answered with a result, or an error that does not say "no"
     * @param refused executed "no"
     * @param neverExecuted unanswered, and the client knows it: the server ended the connection in order
     * @param unknown unanswered, and the client cannot know: it left, or the server was killed
     * @param notifications whose last byte the kernel took
     */
    record Counts(long sent, long answered, long refused, long neverExecuted, long unknown, long notifications) {}

    long count(Kind kind) {
        return faults.stream().filter(fault -> fault.kind() == kind).count();
    }

    boolean isClean() {
        return faults.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            text.append(kind.name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(count(kind))
                    .append(", ");
        }
        return text + "sent " + counts.sent + ", answered " + counts.answered + ", refused " + counts.refused
                + ", never executed " + counts.neverExecuted + ", unknown " + counts.unknown + ", notifications "
                + counts.notifications;
    }
}
