package dev.sluice.gateway;

import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.frame.FrameParser;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection, taken a bounded number a loop turn, so that a client with thousands of them queued does
 * not keep the loop from the others. Confined to the connection's event loop.
 *
 * <p>Invariant: {@code exhausted} = everything fed has been looked at, and what is left is no whole frame.
 */
final class FrameIntake {
    static final int MAX_FRAMES_PER_TURN = 256;

    private final FrameParser parser;
    private int takenThisTurn;
    private boolean exhausted = true;
    private boolean sawFrame;

    FrameIntake(int maxFrameBytes) {
        this.parser = new FrameParser(maxFrameBytes);
    }

    void feed(Buffer data) {
        parser.feed(data);
        exhausted = false;
    }

    void beginTurn() {
        takenThisTurn = 0;
    }

    /** The next frame; null when there is none, or none is left for this turn. */
    @Nullable
    Frame next() throws FrameException {
        if (takenThisTurn == MAX_FRAMES_PER_TURN) {
            return null;
        }
        Frame frame = parser.next();
        exhausted = frame == null;
        if (frame != null) {
            takenThisTurn++;
            sawFrame = true;
        }
        return frame;
    }

    /** No frame will be taken any more. */
    void stop() {
        parser.clear();
        exhausted = true;
    }

    boolean isExhausted() {
        return exhausted;
    }

    boolean sawFrame() {
        return sawFrame;
    }
}
