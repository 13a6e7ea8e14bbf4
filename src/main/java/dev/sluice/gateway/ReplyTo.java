package dev.sluice.gateway;

import dev.sluice.bus.Reply;

/**
 * Who waits for a call: a frame of a client's connection, or a gateway of another node. Each slot that is awaited has one; a
 * call ends through exactly one of {@link #reply}, {@link #expired} and {@link #dropped}. Confined to one event loop.
 */
interface ReplyTo {
    /** The call has a slot now. */
    void began(Slot slot);

    /** It is not waited for any more; comes before its end is told. */
    void ended(Slot slot);

    /** Its worker has replied. */
    void reply(Slot slot, Reply reply, long nowNanos);

    /**
     * Its reply is not waited for.
     *
     * @param takenBack true if it was not started and never will be
     */
    void expired(Slot slot, Expiry expiry, boolean takenBack);

    /** Whoever waited is gone. */
    void dropped(Slot slot);
}
