package dev.sluice.worker;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong in handlers, one line a second at most for each method and kind. For all threads. */
final class HandlerLog {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerLog.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private record Key(String method, String kind) {}

    private final ConcurrentMap<Key, AtomicLong> lastNanos = new ConcurrentHashMap<>();

    /** A handler failed with something that is not an answer. */
    void failed(Method method, String what, @Nullable Throwable cause) {
        if (mayLog(method, what)) {
            LOG.warn("method {}: {}", method.name(), what, cause);
        }
    }

    /** An asynchronous handler kept its worker from everything else. */
    void slow(Method method, long heldMs) {
        if (mayLog(method, "slow")) {
            LOG.warn(
                    "method {}: the asynchronous handler held its worker for {} ms; register it as blocking",
                    method.name(),
                    heldMs);
        }
    }

    private boolean mayLog(Method method, String kind) {
        long now = System.nanoTime();
        AtomicLong last =
                lastNanos.computeIfAbsent(new Key(method.name(), kind), key -> new AtomicLong(now - INTERVAL_NANOS));
        long before = last.get();
        return now - before >= INTERVAL_NANOS && last.compareAndSet(before, now);
    }
}
