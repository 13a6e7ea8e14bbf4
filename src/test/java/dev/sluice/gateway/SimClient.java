package dev.sluice.gateway;

import dev.sluice.gateway.SimFrame.Place;
import io.netty.buffer.Unpooled;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One client and its connection: what it has said and done, what the server has read of that, and what it answered. */
final class SimClient {
    private static final int FIRST_PORT = 4_000;

    final int number;
    final SimLoop loop;
    final SimKernel kernel;
    final SimStream stream = new SimStream();
    final SimReceiver receiver;

    private final SimClock clock;
    private @Nullable Connection connection;

    long acceptedNanos;

    /** When the server read something. */
    long lastReadNanos;

    /** The largest piece it was given at once. */
    int largestPiece;

    /** When the first bytes of the frame under way came. */
    long partSinceNanos;

    long brokenNanos;
    int bytesWhileTaken;

    /** It will send nothing more, not even FIN. */
    boolean silent;

    boolean finSent;
    boolean finRead;

    /** It broke the connection. */
    boolean left;

    /** The server knows that its socket is gone. */
    boolean closed;

    /** What was seen of its connection's state after the last step. */
    ConnectionState seen = ConnectionState.OPEN;

    /** When it began to be drained; null before. */
    @Nullable
    Long drainSinceNanos;

    /** Had passed its cut before: what arrives now is not executed. */
    boolean isCut;

    /** The server ended its input for a limit it met. */
    boolean metLimit;

    /** Bodies that are no JSON: how many were answered, and when the first was read. */
    int badAnswers;

    long firstBadNanos;

    /** For limits of time: whether they could be met at the last tick. */
    boolean slowAtTick;

    boolean retiresAtTick;

    /** It said hello, with the capability or without. */
    boolean saidHello;

    /** It was greeted, and understands notifications. */
    boolean listens;

    boolean toldDrain;
    boolean toldGoodbye;

    /** Ticks since when it could have been read and was not. */
    int unreadTicks;

    SimClient(int number, SimLoop loop, SimWorld world) {
        this.number = number;
        this.loop = loop;
        this.clock = world.clock();
        this.kernel = new SimKernel(this, world);
        this.receiver = new SimReceiver(this, world.promises());
    }

    /** Two clients share an address. */
    String host() {
        return "192.0.2." + number / 2;
    }

    int port() {
        return FIRST_PORT + number;
    }

    void connect(Connection newConnection) {
        connection = newConnection;
        kernel.connect(newConnection);
        acceptedNanos = clock.now();
        lastReadNanos = acceptedNanos;
    }

    Connection connection() {
        return Objects.requireNonNull(connection);
    }

    /** False until the node had a place for it. */
    boolean isAccepted() {
        return connection != null;
    }

    List<SimFrame> frames() {
        return stream.frames();
    }

    boolean maySend() {
        return !finSent && !left && !silent && !kernel.isGone();
    }

    boolean mayArrive() {
        return stream.unread() > 0 && kernel.isRead() && !left;
    }

    /** The server reads bytes. */
    void arrive(int bytes) {
        boolean alone = isUnburdened();
        boolean taken = Innards.takesFrames(connection()) && !kernel.isFin();
        boolean wasInside = stream.isInsideFrame();
        boolean wasBroken = stream.isBroken();
        byte[] piece = stream.read(bytes);
        lastReadNanos = clock.now();
        largestPiece = Math.max(largestPiece, bytes);
        List<SimFrame> completed = complete(taken);
        if (completed.size() == 1) {
            completed.get(0).alone = alone;
        }
        if (!completed.isEmpty() || !wasInside) {
            partSinceNanos = clock.now();
        }
        if (stream.isBroken() && !wasBroken) {
            brokenNanos = clock.now();
        }
        connection().onData(BufferInternal.buffer(Unpooled.wrappedBuffer(piece)));
        Arrays.fill(piece, TestClient.OVERWRITTEN);
    }

    private List<SimFrame> complete(boolean taken) {
        List<SimFrame> completed = new ArrayList<>(1);
        for (SimFrame frame = stream.nextRead(); frame != null; frame = stream.nextRead()) {
            frame.place = taken && stream.isSound(frame) ? Place.READ : Place.DISCARDED;
            frame.readNanos = clock.now();
            frame.readTurn = loop.turns();
            frame.afterCut = isCut;
            completed.add(frame);
        }
        return completed;
    }

    /** True if nothing of this client is at work in the server. */
    private boolean isUnburdened() {
        if (kernel.unreported() > 0) {
            return false;
        }
        for (SimFrame frame : frames()) {
            if (frame.isOwed() || (frame.place == Place.READ && frame.responses() == 0)) {
                return false;
            }
        }
        return true;
    }

    boolean mayFinArrive() {
        return finSent && !finRead && stream.unread() == 0 && kernel.isRead() && !left;
    }

    void finArrives() {
        finRead = true;
        connection().onInputEnded();
    }

    /** Breaks the connection. */
    void reset() {
        left = true;
        kernel.lose();
        loop.closed(this);
    }

    /** The server closed its side; it hears of it a turn later. */
    void onGone() {
        if (isAccepted()) {
            loop.later(() -> loop.closed(this));
        }
    }

    /** True if it lost its claim to answers by what it did. */
    boolean isForfeit() {
        return left || stream.isBadMagic();
    }

    /** How long it is being drained; negative if it is not. */
    long drainingNanos() {
        return drainSinceNanos == null ? -1 : clock.now() - drainSinceNanos;
    }

    @Override
    public String toString() {
        return "client " + number;
    }
}
