package dev.sluice.gateway;

import dev.sluice.bus.CallBus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The end of a loop turn: what connections have to do once for everything that happened in the turn. Confined to one
 * event loop. Connections come first, the outbox last, so that the calls of all connections leave together.
 */
final class LoopTurn {
    /** So many frames of all connections together are taken in a turn; then replies and timers have theirs. */
    static final int MAX_FRAMES = 2_048;

    private final Executor later;
    private final CallBus bus;
    private List<Connection> marked = new ArrayList<>();
    private List<Connection> spare = new ArrayList<>();
    private boolean scheduled;
    private int framesTaken;

    /**
     * @param later runs a task on the event loop after everything that is ready there now
     */
    LoopTurn(Executor later, CallBus bus) {
        this.later = later;
        this.bus = bus;
    }

    /** Calls {@link Connection#onTurnEnd()} at the end of this turn; marking twice is as good as once. */
    void mark(Connection connection) {
        if (connection.markOnce()) {
            marked.add(connection);
            schedule();
        }
    }

    /** Takes a frame of this turn's share; false if none is left. */
    boolean takeFrame() {
        if (framesTaken == MAX_FRAMES) {
            return false;
        }
        framesTaken++;
        return true;
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            later.execute(this::run);
        }
    }

    private void run() {
        scheduled = false;
        framesTaken = 0;
        List<Connection> now = marked;
        marked = spare;
        for (Connection connection : now) {
            connection.onTurnEnd();
        }
        now.clear();
        spare = now;
        bus.flush();
    }
}
