package dev.sluice.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls without an answer, by frame id. Confined to the connection's event loop.
 *
 * <p>Invariant: {@code waiting <= calls.size() <= maxInFlight}; the difference are calls given up, whose ids are not used
 * again before their answers came.
 */
final class PendingCalls {
    /** Frame id of our notifications: a correct server never answers them. */
    static final int NOTIFICATION_ID = 0;

    /** Frame id of the server's notifications. */
    static final int SERVER_ID = 0xFFFF_FFFF;

    private final Map<Integer, PendingCall> calls = new HashMap<>();
    private final int maxInFlight;

    /** Not private for a test: 2^32 calls are too many to see it come round. */
    int lastId;

    private int waiting;

    PendingCalls(int maxInFlight, int lastId) {
        this.maxInFlight = maxInFlight;
        this.lastId = lastId;
    }

    int size() {
        return calls.size();
    }

    /** Calls whose callers have not heard yet. */
    int waiting() {
        return waiting;
    }

    /** Calls given up and not answered. */
    int givenUp() {
        return calls.size() - waiting;
    }

    /** Gives the call an id that nobody in flight has; there must be room. */
    int add(PendingCall call) {
        assert calls.size() < maxInFlight;
        int id = lastId;
        do {
            id++;
        } while (id == NOTIFICATION_ID || id == SERVER_ID || calls.containsKey(id));
        lastId = id;
        calls.put(id, call);
        waiting++;
        return id;
    }

    /** Takes out the call that an answer is for, given up or not; null when there is none of this id. */
    @Nullable
    PendingCall take(int id) {
        PendingCall call = calls.remove(id);
        if (call != null && !call.givenUp()) {
            waiting--;
        }
        return call;
    }

    /** The calls that have become overdue. The caller must fail each of them: from now on they count as given up. */
    List<PendingCall> giveUpOverdue(long nowNanos) {
        List<PendingCall> overdue = new ArrayList<>();
        for (PendingCall call : calls.values()) {
            if (!call.givenUp() && call.overdue(nowNanos)) {
                overdue.add(call);
            }
        }
        waiting -= overdue.size();
        return overdue;
    }

    /** Empties the table and returns the calls whose callers have not heard yet. */
    List<PendingCall> takeAll() {
        List<PendingCall> lost = new ArrayList<>(waiting);
        for (PendingCall call : calls.values()) {
            if (!call.givenUp()) {
                lost.add(call);
            }
        }
        calls.clear();
        waiting = 0;
        return lost;
    }
}
