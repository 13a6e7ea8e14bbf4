package dev.sluice.bus;

/** What a worker does with the calls of a batch. */
@FunctionalInterface
public interface CallHandler {
    /**
     * Handles one call and gives {@link ReplyOutbox#reply} to its batch exactly once, sooner or later; must not throw.
     *
     * @param nowNanos the time on the clock of {@link System#nanoTime()}
     * @return the time when the call let go of the thread
     */
    long handle(CallBatch batch, Call call, long nowNanos);
}
