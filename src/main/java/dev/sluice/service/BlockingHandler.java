package dev.sluice.service;

import org.jspecify.annotations.Nullable;

/**
 * Answers a call and may block while it does. Runs on a thread of a bounded pool, a virtual one where the JVM has them.
 *
 * @param <P> what the params are bound to
 * @param <R> what the result is written from
 */
@FunctionalInterface
public interface BlockingHandler<P, R> {
    /**
     * Handles one call. The thread is interrupted only when the server stops without waiting any longer.
     *
     * @return the result; {@code null} is a result
     * @throws Exception {@link RpcException} for an error of the author's choice, anything else for -32603
     */
    @Nullable
    R handle(P params, CallContext call) throws Exception;
}
