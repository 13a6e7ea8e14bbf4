package dev.sluice.service;

import com.fasterxml.jackson.core.type.TypeReference;

/**
 * Where a service registers its methods. A name is {@code [A-Za-z][A-Za-z0-9_.]{0,127}}, does not begin with
 * {@code rpc.} and is registered once in a server; anything else throws {@link IllegalArgumentException}.
 *
 * <p>Params are bound with Jackson to a record or any type it knows, to {@code JsonNode}, or not at all, to {@link RawJson}. Every component of a record
 * is required unless it is {@code @Nullable}, an {@code Optional} or, not being primitive, marked
 * {@code @JsonProperty(required = false)}; unknown members are refused. An array binds to the components of a record in their order.
 * A {@code BigDecimal} has at most 1,000 places before or behind its point; the numbers of a {@code JsonNode} are as the
 * client wrote them, so compute with them only within bounds of your own.
 */
public interface Methods {
    /** Registers a method that does not block. */
    <P, R> MethodOptions async(String name, Class<P> params, AsyncHandler<P, R> handler);

    /** Registers a method that does not block, with params of a generic type. */
    <P, R> MethodOptions async(String name, TypeReference<P> params, AsyncHandler<P, R> handler);

    /** Registers a method that may block. */
    <P, R> MethodOptions blocking(String name, Class<P> params, BlockingHandler<P, R> handler);

    /** Registers a method that may block, with params of a generic type. */
    <P, R> MethodOptions blocking(String name, TypeReference<P> params, BlockingHandler<P, R> handler);
}
