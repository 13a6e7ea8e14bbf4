package dev.sluice.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How a server was stopped, and what it said when it had.
 *
 * @param atNanos just before the first signal
 * @param exitCode of the process
 * @param receipt null if it printed none
 */
record Stop(How how, long atNanos, int exitCode, @Nullable Receipt receipt) {
    /** The last signal it got. */
    enum How {
        INT,
        TERM,
        KILL
    }

    boolean isDrain() {
        return how != How.KILL;
    }

    /** The server's own account. */
    record Receipt(
            long received,
            long answered,
            long refused,
            long unknown,
            long notifications,
            long abandonedByClient,
            long durationMs) {
        /** Reads the member {@code drain} of the line; a number that is missing counts as -1, which never adds up. */
        static Receipt of(JsonNode drain) {
            return new Receipt(
                    drain.path("received").asLong(-1),
                    drain.path("answered").asLong(-1),
                    drain.path("refused").asLong(-1),
                    drain.path("unknown").asLong(-1),
                    drain.path("notifications").asLong(-1),
                    drain.path("abandonedByClient").asLong(-1),
                    drain.path("durationMs").asLong(-1));
        }

        long sum() {
            return answered + refused + unknown + notifications + abandonedByClient;
        }
    }
}
