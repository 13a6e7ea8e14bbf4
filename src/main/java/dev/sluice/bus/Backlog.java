package dev.sluice.bus;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls that a lane cannot take yet, in a queue for each client, so that one with a thousand calls does not stand before one
 * with a single call: clients take turns. Confined to the loop. Calls that were withdrawn meanwhile leave it unseen.
 */
final class Backlog {
    private final Map<Origin, ArrayDeque<Call>> queues = new LinkedHashMap<>();
    private final ArrayDeque<Origin> turns = new ArrayDeque<>();

    void add(Call call) {
        ArrayDeque<Call> queue = queues.get(call.origin());
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            queues.put(call.origin(), queue);
            turns.addLast(call.origin());
        }
        queue.addLast(call);
    }

    /** Moves up to so many calls that still wait into the list, one of each client after the other. */
    void take(int most, List<Call> taken) {
        int left = most;
        while (left > 0 && !turns.isEmpty()) {
            Origin client = turns.removeFirst();
            ArrayDeque<Call> queue = queues.get(client);
            Call call = queue == null ? null : nextWaiting(queue);
            if (call != null) {
                taken.add(call);
                left--;
                turns.addLast(client);
            } else {
                queues.remove(client);
            }
        }
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    private static @Nullable Call nextWaiting(ArrayDeque<Call> queue) {
        Call call = queue.pollFirst();
        while (call != null && call.state() != Call.State.WAITING) {
            call = queue.pollFirst();
        }
        return call;
    }
}
