package dev.sluice.jsonrpc;

import org.jspecify.annotations.Nullable;

/**
 * The member {@code meta} of a request.
 *
 * @param timeoutMs how long the caller waits, 1 or more milliseconds; 0 if he did not say
 * @param traceparent the W3C trace context the call belongs to, or null
 * @param timing true if the answer shall say where the time went
 */
public record Meta(long timeoutMs, @Nullable String traceparent, boolean timing) {
    /** Of a request without the member. */
    public static final Meta NONE = new Meta(0, null, false);
}
