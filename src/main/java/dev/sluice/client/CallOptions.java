package dev.sluice.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What differs for one call.
 *
 * @param timeout at least 1 ms; null for {@link RpcClientOptions#requestTimeout()}
 */
public record CallOptions(@Nullable Duration timeout) {
    /** Nothing differs. */
    public static final CallOptions DEFAULT = new CallOptions(null);

    public CallOptions {
        if (timeout != null) {
            RpcClientOptions.requireMillis("timeout", timeout);
        }
    }

    /** The time this call has, 1 ms or more. */
    public static CallOptions timeout(Duration timeout) {
        return new CallOptions(timeout);
    }
}
