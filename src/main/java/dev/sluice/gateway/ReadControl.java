package dev.sluice.gateway;

import dev.sluice.gateway.Transport.Reading;
import dev.sluice.metrics.Brake;
import org.jspecify.annotations.Nullable;

/**
 * When the socket of one connection is read: the only brake on a client, and the only way to see its FIN. Confined to the
 * connection's event loop. Invariant: the transport reads exactly when {@link #mayRead()} said so last.
 */
final class ReadControl {
    private final Connection connection;
    private final Transport transport;
    private final GatewayLoop loop;
    private final Lifecycle life;
    private Reading reading = Reading.ON;
    private @Nullable Brake brake;
    private long lastInputNanos;

    ReadControl(Connection connection, Lifecycle life, Transport transport, GatewayLoop loop) {
        this.connection = connection;
        this.transport = transport;
        this.loop = loop;
        this.life = life;
        this.lastInputNanos = loop.now();
    }

    /** The client sent something; returns when. */
    long heard() {
        lastInputNanos = loop.now();
        return lastInputNanos;
    }

    /** When the client sent something, or began to be read: who is not read is not silent. */
    long lastInputNanos() {
        return lastInputNanos;
    }

    /** Since when the client is silent for sure; null while it is not read. */
    @Nullable
    Long silentSinceNanos() {
        return reading == Reading.ON ? lastInputNanos : null;
    }

    boolean isReading() {
        return reading == Reading.ON;
    }

    /** Reads or does not, as it has to be now. */
    void update() {
        Reading wanted = mayRead() ? Reading.ON : Reading.OFF;
        countBrake(wanted);
        if (wanted == reading || life.state() == ConnectionState.CLOSED) {
            return;
        }
        reading = wanted;
        InputClock clock = connection.inbox().clock();
        if (wanted == Reading.ON) {
            clock.resume(heard());
        } else {
            clock.stop(heard());
        }
        transport.read(wanted);
    }

    private boolean mayRead() {
        return switch (life.state()) {
            // frames that wait for the next turn are work enough: more of them may lie with the kernel
            case OPEN, DRAINING, REFUSING ->
                connection.mayParse()
                        && connection.inbox().mayBuffer()
                        && connection.inbox().mayTakeMore();
            case ENDING -> !life.linger().isFull(); // answers are owed: the input has to wait for them
            case LINGERING -> true;
            case CLOSED -> false;
        };
    }

    /** Each limit that keeps the connection from being read is counted once, however long it does. */
    private void countBrake(Reading wanted) {
        Brake now = wanted == Reading.OFF && life.state().parses() ? brake() : null;
        if (now != null && now != brake) {
            loop.meters().limited(now);
        }
        if (wanted == Reading.ON) {
            brake = null;
        } else if (now != null) {
            brake = now;
        }
    }

    /** The limit that keeps the connection from being read, or null if that is only until the next turn. */
    private @Nullable Brake brake() {
        if (connection.out().isAboveMark()) {
            return Brake.OUTBOUND_MARK;
        }
        if (!connection.mayParse()) {
            return Brake.MAX_IN_FLIGHT_PER_CONNECTION;
        }
        return connection.inbox().mayBuffer() ? null : Brake.INBOUND_BYTES;
    }
}
