package dev.sluice.chaos;

import org.jspecify.annotations.Nullable;

/**
 * One lie or failure of the server.
 *
 * @param connection on which it showed, or null
 * @param token of the request concerned, or null
 */
record Fault(
        Kind kind,
        String what,
        @Nullable ConnectionLog connection,
        @Nullable Long token) {
    /** Which promise is broken. */
    enum Kind {
        /** It ran, or was read before the server's FIN, and no answer came. */
        LOST,
        /** Answered or executed more often than once. */
        DOUBLED,
        /** Something that was said is not so. */
        UNTRUTHFUL,
        /** The process or a connection did not end as it has to. */
        UNCLEAN
    }

    String title() {
        return kind + ": " + what;
    }
}
