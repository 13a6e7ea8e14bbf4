package dev.sluice.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server was stopped, and what it said when it had.
 *
 * @param atNanos just before the first signal
 * @param exitCode of the process
 * @param receipt null if it printed none
 */
record Stop(How how, long atNanos, int exitCode, @Nullable Receipt receipt) {
    /** What it was told, and what is to be expected. */
    enum How {
        /** SIGINT: a drain that completes. */
        INT("INT", 0),
        /** SIGTERM: the same. */
        TERM("TERM", 0),
        /** SIGTERM with handlers that outlast the drain's deadline: it says what is cut. */
        CUT("TERM", 3),
        /** SIGKILL: nothing can be promised but what was said already. */
        KILL("KILL", 128 + 9);

        private final String signal;
        private final int exitCode;

        How(String signal, int exitCode) {
            this.signal = signal;
            this.exitCode = exitCode;
        }

        /** As {@code kill} names it. */
        String signal() {
            return signal;
        }

        int exitCode() {
            return exitCode;
        }
    }

    boolean isKill() {
        return how == How.KILL;
    }

    /** True if a client that stays to the end gets whatever it is owed. */
    boolean isPatient() {
        return how == How.INT || how == How.TERM;
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

        /** What several servers said, as if they were one. */
        static Receipt sum(List<Receipt> receipts) {
            return receipts.stream().reduce(new Receipt(0, 0, 0, 0, 0, 0, 0), Receipt::plus);
        }

        private Receipt plus(Receipt other) {
            return new Receipt(
                    received + other.received,
                    answered + other.answered,
                    refused + other.refused,
                    unknown + other.unknown,
                    notifications + other.notifications,
                    abandonedByClient + other.abandonedByClient,
                    Math.max(durationMs, other.durationMs));
        }

        long sum() {
            return answered + refused + unknown + notifications + abandonedByClient;
        }
    }
}
