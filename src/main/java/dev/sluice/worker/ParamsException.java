package dev.sluice.worker;

import org.jspecify.annotations.Nullable;

/** Params that do not fit the method's type. Carries no stack trace. */
final class ParamsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final @Nullable String path;

    /**
     * @param reason what is wrong, for the client: no names of classes
     * @param path a JSON pointer (RFC 6901) to the offending member, or null if it is the params as a whole
     */
    ParamsException(String reason, @Nullable String path) {
        super(reason, null, false, false);
        this.reason = reason;
        this.path = path;
    }

    String reason() {
        return reason;
    }

    @Nullable
    String path() {
        return path;
    }
}
