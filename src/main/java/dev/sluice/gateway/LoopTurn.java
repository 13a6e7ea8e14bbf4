package dev.sluice.gateway;

import dev.sluice.bus.CallBus;
import dev.sluice.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One turn of the loop after the other: what connections have to do once for everything that happened in a turn, and how
 * much of their input is worked on in it. Confined to one event loop. Connections come first, the outbox last, so that the
 * calls of all connections leave together.
 *
 * <p>Input is taken up to a share of each connection and a limit for all of them; then replies and timers have their time.
 * Who found nothing left is first in the next turn, and the more of them were seen to have input left, the smaller their
 * shares are: one with a single frame does not wait until those with thousands are done.
 */
final class LoopTurn {
    /** So many frames of all connections together are taken in a turn. */
    static final int MAX_FRAMES = 512;

    /** No share is smaller: a few that came together are answered together, in one write. */
    static final int LEAST_FRAMES_OF_ONE = 8;

    /** Beyond so many bytes of bodies of all connections a frame waits for the next turn: reading JSON is what a turn costs. */
    static final int MAX_BYTES = 256 * 1024;

    /** The connections of one turn, in the order of their turn's end. */
    private static final class Round {
        final List<Connection> denied = new ArrayList<>();
        final List<Connection> unfinished = new ArrayList<>();
        final List<Connection> others = new ArrayList<>();

        int withInput() {
            return denied.size() + unfinished.size();
        }

        void end() {
            end(denied);
            end(unfinished);
            end(others);
        }

        private static void end(List<Connection> connections) {
            for (Connection connection : connections) {
                connection.onTurnEnd();
            }
            connections.clear();
        }
    }

    private final Executor later;
    private final Executor afterReading;
    private final CallBus bus;
    private Round marked = new Round();
    private Round spare = new Round();
    private boolean scheduled;
    private boolean running;
    private int frames;
    private int bytes;
    private int connectionsWithInput = 1;
    private long number;

    /**
     * @param later runs a task on the event loop after everything that is ready there now
     * @param afterReading the same, and after the sockets were looked at: so that one turn which leaves work for the next
     *     does not keep those that have not been read yet from it
     */
    LoopTurn(Executor later, Executor afterReading, CallBus bus) {
        this.later = later;
        this.afterReading = afterReading;
        this.bus = bus;
    }

    /** Calls {@link Connection#onTurnEnd()} at the end of this turn; marking twice is as good as once. */
    void mark(Connection connection) {
        mark(connection, marked.others);
    }

    /**
     * The same for a connection that has frames left.
     *
     * @param tookSome false if it found nothing left of this turn: then its turn comes before that of the others
     */
    void markForInput(Connection connection, boolean tookSome) {
        mark(connection, tookSome ? marked.unfinished : marked.denied);
    }

    /** Makes this turn end although no connection has anything to do: calls wait in the outbox. */
    void schedule() {
        if (!running) { // else it is ending, and sends them last
            request();
        }
    }

    /** Differs from turn to turn. */
    long number() {
        return number;
    }

    /**
     * True if a connection may take one more frame in this turn.
     *
     * @param takenFrames what it has taken in this turn
     * @param takenBytes the bytes of their bodies
     */
    boolean mayTake(int takenFrames, int takenBytes) {
        return frames < MAX_FRAMES
                && bytes < MAX_BYTES
                && takenFrames < share(MAX_FRAMES, LEAST_FRAMES_OF_ONE, FrameIntake.MAX_FRAMES_PER_TURN)
                && takenBytes < share(MAX_BYTES, 1, FrameIntake.MAX_BYTES_PER_TURN);
    }

    /** A frame was taken. */
    void took(Frame frame) {
        frames++;
        bytes += frame.body().length;
    }

    private int share(int ofAll, int least, int most) {
        return Math.min(most, Math.max(least, ofAll / connectionsWithInput));
    }

    private void mark(Connection connection, List<Connection> list) {
        if (connection.markOnce()) {
            list.add(connection);
            request();
        }
    }

    private void request() {
        if (!scheduled) {
            scheduled = true;
            (running ? afterReading : later).execute(this::run);
        }
    }

    private void run() {
        scheduled = false;
        number++;
        Round now = marked;
        marked = spare;
        frames = 0;
        bytes = 0;
        connectionsWithInput = Math.max(1, now.withInput());
        spare = new Round(); // if a connection breaks the turn its round is not used again
        running = true;
        try {
            now.end();
        } finally {
            running = false;
        }
        spare = now;
        bus.flush();
    }
}
