package dev.sluice.hostile;

import org.jspecify.annotations.Nullable;

/**
 * What one hostile connection does. One object for each connection, because its source remembers how far it is.
 *
 * @param source what is written
 * @param reading whether answers are read
 * @param leaving how the client ends the connection, if it does
 * @param patienceMs the longest it stays
 */
record Script(Source source, Reading reading, Leaving leaving, long patienceMs) {
    private static final long FOREVER_MS = Long.MAX_VALUE / 1_000_000;

    /** The bytes of a connection, pulled. */
    interface Source {
        /** What is written next; null if it is nothing now, {@link Chunk#END} if it is nothing any more. */
        @Nullable
        Chunk next(long nowNanos);
    }

    enum Reading {
        ALL,
        NOTHING
    }

    enum Leaving {
        /** FIN, or RST by the kernel if answers are unread. */
        CLOSE,
        /** RST, whatever is on its way. */
        RESET
    }

    /** Reads, and stays until the server ends it. */
    static Script staying(Source source) {
        return new Script(source, Reading.ALL, Leaving.CLOSE, FOREVER_MS);
    }

    Script readingNothing() {
        return new Script(source, Reading.NOTHING, leaving, patienceMs);
    }

    Script leavingWith(Leaving how) {
        return new Script(source, reading, how, patienceMs);
    }

    Script forAtMost(long ms) {
        return new Script(source, reading, leaving, ms);
    }
}
