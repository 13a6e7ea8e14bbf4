package dev.sluice.service;

import io.vertx.core.Future;

/**
 * Answers a call without blocking. Runs on a worker verticle, one call at a time on each instance.
 *
 * @param <P> what the params are bound to
 * @param <R> what the result is written from
 */
@FunctionalInterface
public interface AsyncHandler<P, R> {
    /**
     * Handles one call.
     *
     * @return completes with the result ({@code null} is a result), or fails: with {@link RpcException} for an error of
     *     the author's choice, with anything else for -32603. May complete on any thread
     * @throws Exception the same as a failed future
     */
    Future<? extends R> handle(P params, CallContext call) throws Exception;
}
