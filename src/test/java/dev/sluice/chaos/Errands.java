package dev.sluice.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client wants done, over all its connections: what was surely not executed is to be asked again. Confined to the
 * crowd's thread, read when that has ended.
 */
final class Errands {
    private final Deque<Work> again = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();
    private long done;
    private long retried;

    /** A call was executed. */
    void done() {
        done++;
    }

    /** A call was not, and will be asked again. */
    void askAgain(Work work) {
        again.addLast(work);
        retried++;
    }

    /** It cannot be known whether a call was executed. */
    void failed(String how) {
        failures.add(how);
    }

    /** What to ask again, null for nothing. */
    @Nullable
    Work next() {
        return again.pollFirst();
    }

    /** True if something is to be asked again. */
    boolean areOpen() {
        return !again.isEmpty();
    }

    /** Calls that were executed. */
    long doneCount() {
        return done;
    }

    /** How often one was asked again. */
    long retriedCount() {
        return retried;
    }

    /** What failed for good. */
    List<String> failures() {
        return failures;
    }
}
