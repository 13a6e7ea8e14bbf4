package dev.sluice.client;

import java.time.Duration;

/**
 * Notices a server that says nothing at all although calls have run out of time: a stuck process or a dead network, which
 * no FIN announces. Confined to the connection's event loop.
 */
final class SilenceWatch {
    private final long limitNanos;

    private boolean silent;
    private long silentSinceNanos;

    SilenceWatch(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    long limitMs() {
        return limitNanos / 1_000_000;
    }

    /** Bytes have come. */
    void heard() {
        silent = false;
    }

    /** A call has run out of time. */
    void missed(long nowNanos) {
        if (!silent) {
            silent = true;
            silentSinceNanos = nowNanos;
        }
    }

    boolean tooLong(long nowNanos) {
        return silent && nowNanos - silentSinceNanos >= limitNanos;
    }
}
