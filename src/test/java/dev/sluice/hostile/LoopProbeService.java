package dev.sluice.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.service.Methods;
import dev.sluice.service.Service;
import dev.sluice.service.ServiceContext;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts a {@link LoopMeter} on every event loop of the server and answers {@code probe.loops} with what they found since the last time. Runs
 * inside the server, from a jar that {@link ProbeJar} makes.
 */
public final class LoopProbeService implements Service {
    private static final long PERIOD_NANOS = 1_000_000;

    private final List<LoopMeter> meters = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    @Override
    public void register(Methods methods) {
        methods.async(
                "probe.loops",
                JsonNode.class,
                (none, call) -> Future.succeededFuture(
                        meters.stream().map(LoopMeter::take).toList()));
    }

    @Override
    public Future<?> start(ServiceContext context) {
        for (EventExecutor loop : ((VertxInternal) context.vertx()).nettyEventLoopGroup()) {
            meters.add(new LoopMeter(loop));
        }
        Thread ticks = new Thread(this::tick, "loop-probe");
        ticks.setDaemon(true);
        ticks.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Future.succeededFuture();
    }

    private void tick() {
        while (!stopping) {
            meters.forEach(LoopMeter::tick);
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }
}
