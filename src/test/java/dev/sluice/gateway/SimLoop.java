package dev.sluice.gateway;

import dev.sluice.bus.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One event loop and its gateway instance: turns and timers run when the schedule says so. */
final class SimLoop {
    private static final long SWEEP_NANOS = 10 * SimClock.MS;
    private static final long TICK_NANOS = 50 * SimClock.MS;

    final Gateway gateway;
    private final SimClock clock;
    private final Queue<Runnable> later = new ArrayDeque<>();
    private long nextSweepNanos;
    private long nextTickNanos;
    private int turns;
    private final List<SimClient> connected = new ArrayList<>();
    private boolean announced;
    private @Nullable Long drainSinceNanos;

    SimLoop(SimClock clock, GatewayMaker maker) {
        this.clock = clock;
        this.gateway = maker.make(later::add);
        this.nextSweepNanos = clock.now() + SWEEP_NANOS;
        this.nextTickNanos = clock.now() + TICK_NANOS;
    }

    /** Wires a gateway to the loop. */
    interface GatewayMaker {
        Gateway make(Executor later);
    }

    void later(Runnable task) {
        later.add(task);
    }

    /** Opens a connection for a client; false if the node has no place for it. */
    boolean connect(SimClient client) {
        Connection connection = gateway.open(client.kernel, new Origin(client.host(), client.port(), null));
        if (connection == null) {
            return false;
        }
        client.connect(connection);
        connected.add(client);
        return true;
    }

    void closed(SimClient client) {
        connected.remove(client);
        client.closed = true;
        gateway.onClosed(client.connection());
    }

    /** Clients whose sockets are not gone, as far as the loop knows. */
    List<SimClient> connected() {
        return connected;
    }

    boolean isIdle() {
        return later.isEmpty();
    }

    /** Runs what is ready; what that makes ready runs in the next turn. */
    void turn() {
        turns++;
        for (int tasks = later.size(); tasks > 0; tasks--) {
            later.remove().run();
        }
    }

    int turns() {
        return turns;
    }

    boolean isSweepDue() {
        return clock.now() >= nextSweepNanos;
    }

    boolean isTickDue() {
        return clock.now() >= nextTickNanos;
    }

    void sweep() {
        nextSweepNanos = clock.now() + SWEEP_NANOS;
        gateway.onSweep();
    }

    void tick() {
        nextTickNanos = clock.now() + TICK_NANOS;
        gateway.onTick();
    }

    void announceDrain(long lameDuckNanos) {
        announced = true;
        gateway.announceDrain(lameDuckNanos);
    }

    void drain() {
        announced = true;
        drainSinceNanos = clock.now();
        gateway.drain();
    }

    boolean isDrainAnnounced() {
        return announced;
    }

    boolean isDraining() {
        return drainSinceNanos != null;
    }

    long drainSinceNanos() {
        return Objects.requireNonNull(drainSinceNanos);
    }

    /** How long it has drained; negative while it does not. */
    long drainingNanos() {
        return drainSinceNanos == null ? -1 : clock.now() - drainSinceNanos;
    }
}
