package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.Target;
import org.jspecify.annotations.Nullable;

/**
 * One place in the {@link CallTable}, used for one call after the other. Confined to the table's event loop.
 *
 * <p>Invariant: free = no call; awaited = call and replyTo; overdue = call without replyTo: it was answered, or nobody is
 * there to answer, and its handler has not ended. An awaited slot is in its connection's list, no other is.
 */
final class Slot {
    final int index;
    int generation;

    @Nullable
    Call call;

    @Nullable
    Target target;

    @Nullable
    ReplyTo replyTo;

    long receivedNanos;
    long parsedNanos;

    @Nullable
    Slot previousOfConnection;

    @Nullable
    Slot nextOfConnection;

    Slot(int index) {
        this.index = index;
    }

    /** What the reply has to bring along: it differs for every use of the slot. */
    long ticket() {
        return (long) generation << 32 | index;
    }

    boolean isAwaited() {
        return replyTo != null;
    }
}
