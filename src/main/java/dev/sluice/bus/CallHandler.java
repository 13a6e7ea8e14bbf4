package dev.sluice.bus;

/** What a worker does with the calls of a batch. */
@FunctionalInterface
public interface CallHandler {
    /**
     * Handles one call and gives {@link ReplyOutbox#reply} to its batch exactly once, sooner or later; must not throw.
     *
     * @param nowNanos when the batch or this call began, on the clock of {@link System#nanoTime()}
     * @return when the call let go of the thread; {@code nowNanos} if it did not hold it
     */
    long handle(CallBatch batch, Call call, long nowNanos);
}
