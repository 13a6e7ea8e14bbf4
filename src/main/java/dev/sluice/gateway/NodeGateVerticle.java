package dev.sluice.gateway;

import dev.sluice.bus.CallOutbox;
import dev.sluice.bus.NodePort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * Takes the calls of other nodes, on an event loop of its own. {@link #stop()} is the last part of its drain: it completes
 * when what had come was replied to and nothing more comes.
 */
public final class NodeGateVerticle extends VerticleBase {
    /** Of its own end of the bus: no gateway instance has it. */
    private static final int NUMBER = 1 << 20;

    private static final long SWEEP_MS = 10;
    private static final long TICK_MS = 250;

    private final GatewayParts parts;
    private final String node;
    private final long silenceNanos;
    private @Nullable NodeGate gate;
    private long sweepTimer;
    private long tickTimer;
    private @Nullable Promise<Void> drained;
    private @Nullable Long drainSinceNanos;

    /**
     * @param parts with the methods of this node alone
     * @param node this node's name
     * @param silenceNanos how long nothing may have come before the node leaves
     */
    public NodeGateVerticle(GatewayParts parts, String node, long silenceNanos) {
        this.parts = parts;
        this.node = node;
        this.silenceNanos = silenceNanos;
    }

    @Override
    public Future<?> start() {
        NodeGate started = new NodeGate(
                parts,
                onReply -> new CallOutbox(parts.bus(), NUMBER, parts.targets(), onReply),
                visitor -> new NodePort(parts.bus(), node, visitor),
                SocketTransportLoop.later(context));
        gate = started;
        sweepTimer = vertx.setPeriodic(SWEEP_MS, timer -> onSweep(started));
        tickTimer = vertx.setPeriodic(TICK_MS, timer -> started.onTick());
        return started.ready();
    }

    /** A node has left the cluster. For any thread. */
    public void onNodeLeft(String lost) {
        context.runOnContext(turn -> {
            if (gate != null) {
                gate.onNodeLeft(lost);
            }
        });
    }

    /** From now on calls of other nodes are refused. For any thread. */
    public void drain() {
        context.runOnContext(turn -> beginDrain());
    }

    private void beginDrain() {
        if (gate != null && drainSinceNanos == null) {
            drainSinceNanos = now();
            gate.drain();
        }
    }

    @Override
    public Future<?> stop() {
        NodeGate was = gate;
        if (was == null) {
            return Future.succeededFuture();
        }
        beginDrain();
        Promise<Void> done = Promise.promise();
        drained = done;
        return done.future().eventually(() -> {
            vertx.cancelTimer(sweepTimer);
            vertx.cancelTimer(tickTimer);
            return was.close();
        });
    }

    private void onSweep(NodeGate sweeping) {
        sweeping.onSweep();
        if (drained != null && drainSinceNanos != null) {
            onDrainSweep(sweeping, drained, now() - drainSinceNanos);
        }
    }

    /** A gateway that goes on sending although it was told does not keep the node from leaving. */
    private void onDrainSweep(NodeGate sweeping, Promise<Void> done, long drainingNanos) {
        long deadlineNanos = parts.drain().deadlineNanos();
        if (drainingNanos >= deadlineNanos) {
            sweeping.cut();
        }
        if (sweeping.isDrained(silenceNanos) || drainingNanos >= deadlineNanos + silenceNanos) {
            done.tryComplete();
        }
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }
}
