package dev.sluice.server;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waiting for futures on a thread of our own that may block; never on one of Vert.x. */
final class Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    private Waiting() {}

    /** A time on the clock of {@link System#nanoTime()}. */
    static long deadlineAfter(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }

    /** Waits as long as it takes; a failure becomes one line that begins with {@code what}. */
    static <T> T forStart(Future<T> future, String what) throws StartException, InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException known) {
                throw known;
            }
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw new StartException(what + ": " + cause.getMessage(), cause);
        }
    }

    /**
     * Waits until a deadline. A failure is logged: stopping goes on.
     *
     * @return false if the deadline passed first
     */
    static boolean until(Future<?> future, long deadlineNanos) throws InterruptedException {
        try {
            long waitNanos = Math.max(0, deadlineNanos - System.nanoTime());
            future.toCompletionStage().toCompletableFuture().get(waitNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            LOG.warn("a part of the server did not stop in order", e.getCause());
            return true;
        }
    }
}
