package dev.sluice.bus;

import dev.sluice.jsonrpc.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has to say of a call: a result, an error, or that the call had been withdrawn. Immutable.
 *
 * @param ticket of the call
 * @param result JSON, or null if there is none
 * @param transitBytes what the result holds of the node's room for results on their way; whoever takes the reply gives
 *     it back
 * @param error or null if there is none
 * @param timing or null if nobody asked
 * @param heldNanos what the call has taken of the time of its lane: how long it held its worker, or its share of the pool;
 *     0 if it was never started
 */
@SuppressWarnings("ArrayRecordComponent") // the result goes to the wire unseen
public record Reply(
        long ticket,
        byte @Nullable [] result,
        long transitBytes,
        @Nullable RpcError error,
        @Nullable Timing timing,
        long heldNanos) {
    /** The handler's result. */
    public static Reply result(long ticket, byte[] json, long transitBytes, @Nullable Timing timing) {
        return new Reply(ticket, json, transitBytes, null, timing, 0);
    }

    /** An error, whoever is to blame. */
    public static Reply error(long ticket, RpcError error, @Nullable Timing timing) {
        return new Reply(ticket, null, 0, error, timing, 0);
    }

    /** The call had been withdrawn; whoever did that has answered it. */
    public static Reply withdrawn(long ticket) {
        return new Reply(ticket, null, 0, null, null, 0);
    }

    /** The same, of a call that was started and has held its worker for so long. */
    public Reply afterHolding(long nanos) {
        return new Reply(ticket, result, transitBytes, error, timing, Math.max(1, nanos));
    }

    /** The same for the gateway of another node, without what it holds of this one's room. */
    public Reply under(long otherTicket) {
        return new Reply(otherTicket, result, 0, error, timing, heldNanos);
    }

    /** True if a handler had been entered, or its params been read. */
    public boolean wasStarted() {
        return heldNanos > 0;
    }

    /** True for neither a result nor an error. */
    public boolean isWithdrawn() {
        return result == null && error == null;
    }
}
