package dev.sluice.bus;

/**
 * Where the time of a call went on the worker's side.
 *
 * @param queueNanos from the arrival of its batch to the handler
 * @param handlerNanos in the handler, until its answer was there
 * @param replyNanos from the answer to the reply's departure, encoding included
 */
public record Timing(long queueNanos, long handlerNanos, long replyNanos) {
    /** All of it. */
    public long totalNanos() {
        return queueNanos + handlerNanos + replyNanos;
    }
}
