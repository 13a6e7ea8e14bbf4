package dev.sluice.gateway;

import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.frame.FrameHeader;
import dev.sluice.frame.FrameParser;
import dev.sluice.gateway.InputClock.Awaited;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.limits.ByteAccount;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has sent and was not given a slot for: bytes of frames that are not complete, and a few frames that
 * are parked while all its slots are taken, so that a cancel behind them is seen. Frames are taken a bounded number a
 * loop turn, so that a client with thousands of them queued does not keep the loop from the others. Confined to the
 * connection's event loop.
 *
 * <p>Invariant: {@code exhausted} = everything fed has been looked at, and what is left is no whole frame. The account
 * holds every byte that was fed and whose frame has not been {@link #done}; {@code pendingBytes} of them belong to no frame
 * yet.
 */
final class FrameIntake {
    static final int MAX_FRAMES_PER_TURN = 256;
    static final int MAX_PARKED = 256;

    /** A frame behind so many bytes of bodies waits for the next turn: reading JSON is what a turn costs. */
    static final int MAX_BYTES_PER_TURN = 256 * 1024;

    private final FrameParser parser;
    private final ByteAccount account;
    private final InputClock clock;
    private final LoopTurn turn;
    private final ArrayDeque<Arrival> parked = new ArrayDeque<>(0);
    private long pendingBytes;
    private long takenInTurn;
    private int takenThisTurn;
    private int takenBytesThisTurn;
    private boolean exhausted = true;
    private boolean sawFrame;

    FrameIntake(int maxFrameBytes, ByteAccount account, InputClock clock, LoopTurn turn) {
        this.parser = new FrameParser(maxFrameBytes);
        this.account = account;
        this.clock = clock;
        this.turn = turn;
    }

    ByteAccount account() {
        return account;
    }

    InputClock clock() {
        return clock;
    }

    /** Takes bytes for which there is room in the account; they must not change before {@link #keep()}. */
    void feed(Buffer data) {
        parser.feed(data);
        pendingBytes += data.length();
        exhausted = false;
    }

    /** Copies what is unread of what was fed. */
    void keep() {
        parser.keep();
    }

    /** The next frame; null when there is none, or none is left for this turn. */
    @Nullable
    Frame next(long nowNanos) throws FrameException {
        if (takenInTurn != turn.number()) {
            takenInTurn = turn.number();
            takenThisTurn = 0;
            takenBytesThisTurn = 0;
        }
        if (!turn.mayTake(takenThisTurn, takenBytesThisTurn)) {
            return null;
        }
        Frame frame = parser.next();
        exhausted = frame == null;
        if (frame == null) {
            clock.await(awaited(), nowNanos);
        } else {
            clock.frameCompleted();
            pendingBytes -= FrameHeader.BYTES + frame.body().length;
            turn.took(frame);
            takenThisTurn++;
            takenBytesThisTurn += frame.body().length;
            sawFrame = true;
        }
        return frame;
    }

    /** True if a frame was taken in this turn. */
    boolean tookSome() {
        return takenThisTurn > 0;
    }

    /** Keeps a frame until a slot is free. */
    void park(Arrival arrival) {
        parked.addLast(arrival);
    }

    /** The frame that was parked first, or null. */
    @Nullable
    Arrival unpark() {
        return parked.pollFirst();
    }

    /** Takes out the parked request with this id, or returns null. Those in batches stay. */
    @Nullable
    Arrival unpark(byte[] id) {
        for (Iterator<Arrival> all = parked.iterator(); all.hasNext(); ) {
            Arrival arrival = all.next();
            if (arrival.incoming() instanceof Incoming.Request request && Arrays.equals(request.id(), id)) {
                all.remove();
                return arrival;
            }
        }
        return null;
    }

    boolean mayPark() {
        return parked.size() < MAX_PARKED;
    }

    boolean hasParked() {
        return !parked.isEmpty();
    }

    /** A frame was answered, or will not be: its bytes are held no more. */
    void done(long bytes) {
        account.give(bytes);
    }

    /** No frame will be taken any more: what is not dispatched is forgotten. */
    void stop() {
        for (Arrival arrival : parked) {
            done(arrival.bytes());
        }
        parked.clear();
        done(pendingBytes);
        pendingBytes = 0;
        parser.clear();
        clock.frameCompleted();
        exhausted = true;
    }

    /** False while there may be whole frames that were not looked at. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Bytes that belong to no frame yet. */
    long pendingBytes() {
        return pendingBytes;
    }

    /** True if nothing waits to be dispatched; there may be a part of a frame. */
    boolean isEmpty() {
        return exhausted && parked.isEmpty();
    }

    boolean sawFrame() {
        return sawFrame;
    }

    private Awaited awaited() {
        if (parser.insideBody()) {
            return Awaited.BODY;
        }
        return parser.insideFrame() ? Awaited.HEADER : Awaited.NOTHING;
    }
}
