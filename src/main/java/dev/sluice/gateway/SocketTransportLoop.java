package dev.sluice.gateway;

import io.netty.channel.SingleThreadEventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Executor;

/**
 * When tasks run on an event loop. Netty looks at the sockets, and then runs tasks until there are none, or for a whole second:
 * with tasks that make the next one ready it would not read anything for that long (seen in 4.2.18: 64 tasks at a time, and
 * {@code io.netty.eventLoop.maxTaskProcessingQuantumMs} is 1,000).
 *
 * <p>Stateless; used on the event loop alone.
 */
final class SocketTransportLoop {
    private SocketTransportLoop() {}

    /** Runs a task after everything that is ready now. */
    static Executor later(Context context) {
        return task -> context.runOnContext(turn -> task.run());
    }

    /** Runs a task after everything that is ready now, and after the sockets were looked at. */
    static Executor afterReading(Context context) {
        Executor later = later(context);
        SingleThreadEventLoop loop = (SingleThreadEventLoop) ((ContextInternal) context).nettyEventLoop();
        return task -> loop.executeAfterEventLoopIteration(() -> later.execute(task));
    }
}
