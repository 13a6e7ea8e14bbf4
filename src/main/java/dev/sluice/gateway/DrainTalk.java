package dev.sluice.gateway;

import dev.sluice.jsonrpc.ServerNotification;
import dev.sluice.metrics.CloseReason;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client that said {@code rpc.hello} with the capability {@value #CAPABILITY} is told of the drain: {@code $/drain}
 * once when it is announced, {@code $/goodbye} once as the last frame. Confined to the connection's event loop.
 */
final class DrainTalk {
    static final String CAPABILITY = "drain";
    private static final String DRAIN = "drain";
    private static final String MAX_AGE = "maxAge";

    private boolean listens;
    private boolean announced;
    private boolean told;
    private boolean goodbyeSaid;
    private long deadlineNanos;

    /** The client understands these notifications. */
    void listen() {
        listens = true;
    }

    /** True if frames with the id of notifications are not the client's to send. */
    boolean listens() {
        return listens;
    }

    /** The drain is near; calls in flight have until then. */
    void announce(long newDeadlineNanos) {
        announced = true;
        deadlineNanos = newDeadlineNanos;
    }

    /** {@code $/drain} if it is time for it and the client was not told; else null. */
    @Nullable
    ServerNotification drain(long nowNanos) {
        if (!listens || !announced || told) {
            return null;
        }
        told = true;
        return ServerNotification.drain(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - nowNanos)));
    }

    /**
     * {@code $/goodbye}, once; null for a client that would not understand it.
     *
     * @param reason why the connection ends
     */
    @Nullable
    ServerNotification goodbye(CloseReason reason) {
        if (!listens || goodbyeSaid) {
            return null;
        }
        goodbyeSaid = true;
        return ServerNotification.goodbye(reason == CloseReason.MAX_AGE ? MAX_AGE : DRAIN);
    }
}
