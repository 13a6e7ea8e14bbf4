package dev.sluice.service;

import java.time.Duration;

/** What may be said of a method while its service registers, and only then. Every method returns the object itself. */
public interface MethodOptions {
    /** Running it twice is as good as running it once: the server may dispatch it again when a worker was lost. */
    MethodOptions idempotent();

    /**
     * How long a caller waits, instead of {@code limits.requestTimeout}. Callers may shorten it, never extend it.
     *
     * @param timeout 1 ms or more
     * @throws IllegalArgumentException for less
     */
    MethodOptions timeout(Duration timeout);

    /**
     * A bulkhead: how many calls of this method may run at once on this node. Calls beyond it are refused with
     * OVERLOADED, executed "no".
     *
     * @param calls 1 or more
     * @throws IllegalArgumentException for less
     */
    MethodOptions maxInFlight(int calls);

    /** One sentence for people. */
    MethodOptions description(String text);
}
