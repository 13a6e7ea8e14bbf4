package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.Target;
import org.jspecify.annotations.Nullable;

/**
 * One use of a place in the {@link CallTable}, by one call. Confined to the table's event loop.
 *
 * <p>Invariant: awaited = replyTo is there; overdue = it is not: the call was answered, or nobody is there to answer, and its
 * handler has not ended. An awaited slot is in its connection's list, no other is.
 */
final class Slot {
    final int index;
    final int generation;

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

    Slot(int index, int generation) {
        this.index = index;
        this.generation = generation;
    }

    /** What the reply has to bring along: it differs for every use of the slot. */
    long ticket() {
        return (long) generation << 32 | index;
    }

    boolean isAwaited() {
        return replyTo != null;
    }
}
