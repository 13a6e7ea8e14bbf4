package dev.sluice.bus;

import io.vertx.core.Future;

/** The gateway's end of the bus. Confined to one event loop. Replies come back through a handler given at construction. */
public interface CallBus {
    /** Completes when replies can come. */
    Future<Void> ready();

    /** Puts a call into the outbox. It leaves with {@link #flush()}. */
    void send(Call call, Target target);

    /**
     * The same for a call that was elsewhere before, and goes to none of the nodes that had it.
     *
     * @return false, and nothing is done, if nobody else takes it
     */
    boolean sendAgain(Call call, Target target);

    /** Tells the node that has this call that nobody waits for it any more. */
    void cancel(Call call);

    /** No reply to this call of another node is expected any more. */
    void giveUp(Call call);

    /**
     * All calls in flight were looked at.
     *
     * @param lane of this node
     * @param longestNanos how long the oldest call for it has waited for its handler
     */
    void swept(int lane, long longestNanos);

    /** Sends what is in the outbox: called once at the end of each loop turn in which something was put there. */
    void flush();

    /**
     * True if the worker instance that has this call shows no progress while another one of its lane does: it is worth
     * withdrawing the call and sending it again.
     *
     * @param nowNanos the time on the clock of {@link System#nanoTime()}
     */
    boolean isStuck(Call call, Target target, long nowNanos);

    /** Tells how long a call has held its worker: clients share the time of a lane. */
    void charge(Call call, Target target, long heldNanos);

    /** Takes no more replies. */
    Future<Void> close();
}
