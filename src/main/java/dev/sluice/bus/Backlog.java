package dev.sluice.bus;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Calls that a lane cannot take yet, in a queue for each client. Clients share the lane's time, not the number of its calls:
 * next is who has had the least of it (start-time fair queueing), so a client that asks for less than its share does not wait for
 * those who ask for more, however many calls they have and however long each of them takes. Confined to the loop. Calls that
 * were withdrawn meanwhile leave it unseen.
 *
 * <p>What a call will take is not known before its reply, so a client is charged what its calls took lately, and the
 * difference when the reply comes.
 *
 * <p>Invariant: a client is in {@code next} exactly while it has calls here, and has then had no less than {@code laneNanos},
 * which is what whoever was served last had had.
 */
final class Backlog {
    /** What the first call of a lane is expected to take. */
    private static final long FIRST_COST_NANOS = 50_000;

    private static final long LEAST_COST_NANOS = 1_000;

    /** By how much one call moves what is expected of clients of which nothing is known. */
    private static final int MEDIAN_STEPS = 16;

    /** A client whose calls take so many times the median is remembered even if it never had to wait. */
    private static final int LONG_CALL = 16;

    /**
     * So long, at most, the others are served before the next turn of a client whose calls took longer than was expected; it
     * pays the rest later. It may not have been their doing: where there are more threads than processors, whoever is running
     * when its thread has to stop is charged for that, and 64 clients make a quarter of a second of a pause of 4 ms.
     */
    private static final long LONGEST_DEBT_NANOS = 100_000_000;

    /**
     * What a client may take of the lane in a row. Calls that came together are answered together then: in one write, not in as
     * many as there are clients.
     */
    private static final long TURN_NANOS = 50_000;

    /** With so many calls here those that were withdrawn are looked for. */
    private static final int MANY_CALLS = 4_096;

    /** How much of an expectation one call changes. */
    private static final int SMOOTHING = 4;

    /** So many clients without calls here are remembered beside as many as have some. */
    private static final int REMEMBERED = 1_024;

    private static final class Client implements Comparable<Client> {
        final ArrayDeque<Call> calls = new ArrayDeque<>(4);
        long usedNanos;
        long correctionNanos;
        long costNanos;
        boolean cameAgain;
        boolean corrected;
        long order;

        Client(long usedNanos, long costNanos) {
            this.usedNanos = usedNanos;
            this.costNanos = costNanos;
        }

        @Override
        public int compareTo(Client other) {
            int byUse = Long.compare(usedNanos, other.usedNanos);
            int byWant = byUse == 0 ? Boolean.compare(other.cameAgain, cameAgain) : byUse;
            return byWant == 0 ? Long.compare(order, other.order) : byWant;
        }
    }

    private final IdentityHashMap<Origin, Client> clients = new IdentityHashMap<>();
    private final PriorityQueue<Client> next = new PriorityQueue<>();
    private long laneNanos;

    /** What a call is expected to take of whose client nothing is known: the median, which a few long calls do not move. */
    private long laneCostNanos = FIRST_COST_NANOS;

    private long turns;
    private int calls;
    private int pruneAt = MANY_CALLS;

    void add(Call call) {
        if (calls >= pruneAt) {
            prune();
        }
        Client client = clients.get(call.origin());
        if (client == null) {
            client = remember(call.origin(), laneCostNanos);
        }
        client.calls.addLast(call);
        calls++;
        if (client.calls.size() == 1) {
            client.usedNanos = Math.max(client.usedNanos, laneNanos); // time that was not used is not saved up
            client.cameAgain = true; // before those who had their last turn at this moment
            enqueue(client);
        }
    }

    /**
     * Moves calls that still wait into the list.
     *
     * @param most how many at most
     * @param mostNanos no more once they are expected to take so long
     */
    void take(int most, long mostNanos, List<Call> taken) {
        int left = most;
        long leftNanos = mostNanos;
        while (left > 0 && leftNanos > 0 && !next.isEmpty()) {
            Client client = next.remove();
            if (client.correctionNanos != 0 && !client.corrected) {
                correct(client);
                enqueue(client);
                continue;
            }
            int served = serve(client, left, Math.min(leftNanos, TURN_NANOS), taken);
            left -= served;
            leftNanos -= served * client.costNanos;
            if (!client.calls.isEmpty()) {
                enqueue(client);
            }
        }
    }

    /** Charges what its calls took more, or less, than was expected: once for a turn, the rest for the next ones. */
    private void correct(Client client) {
        long mostNanos = Math.max(client.usedNanos, laneNanos + LONGEST_DEBT_NANOS / (next.size() + 1));
        long nanos = client.usedNanos + client.correctionNanos;
        client.usedNanos = Math.max(laneNanos, Math.min(nanos, mostNanos));
        client.correctionNanos = Math.max(0, nanos - client.usedNanos);
        client.corrected = true;
    }

    /** A client's turn; returns how many calls it was given. */
    private int serve(Client client, int most, long mostNanos, List<Call> taken) {
        long hadNanos = client.usedNanos;
        int served = 0;
        while (served < most && served * client.costNanos < mostNanos) {
            Call call = nextWaiting(client.calls);
            if (call == null) {
                break;
            }
            taken.add(call);
            call.expect(client.costNanos);
            call.charged();
            served++;
        }
        if (served > 0) {
            laneNanos = Math.max(laneNanos, hadNanos);
            client.usedNanos += served * client.costNanos;
            client.cameAgain = false;
            client.corrected = false;
        }
        return served;
    }

    /** Says of calls that need not wait here how long they are expected to take; returns how long that is together. */
    long expect(List<Call> passing) {
        long nanos = 0;
        for (Call call : passing) {
            Client client = clients.isEmpty() ? null : clients.get(call.origin());
            call.expect(client == null ? laneCostNanos : client.costNanos);
            nanos += call.expectedNanos();
        }
        return nanos;
    }

    /**
     * A call has taken so much of the lane's time.
     *
     * @param nanos 0 if it was never started
     */
    void charge(Call call, long nanos) {
        if (nanos <= 0) {
            return;
        }
        long step = laneCostNanos / MEDIAN_STEPS;
        laneCostNanos = Math.max(LEAST_COST_NANOS, laneCostNanos + (nanos > laneCostNanos ? step : -step));
        Client client = clients.isEmpty() ? null : clients.get(call.origin());
        if (client == null && nanos > LONG_CALL * laneCostNanos) {
            client = remember(call.origin(), nanos);
        }
        if (client != null) {
            client.correctionNanos += call.isCharged() ? nanos - call.expectedNanos() : 0;
            client.costNanos = Math.max(LEAST_COST_NANOS, client.costNanos + (nanos - client.costNanos) / SMOOTHING);
        }
    }

    boolean isEmpty() {
        return next.isEmpty();
    }

    /** Calls that wait here, some of which may have been withdrawn. */
    int size() {
        return calls;
    }

    /** The second half of the invariant. */
    boolean isFair() {
        return next.stream().allMatch(client -> client.usedNanos >= laneNanos);
    }

    /** Clients it knows something of. */
    int remembered() {
        return clients.size();
    }

    private void enqueue(Client client) {
        client.order = turns++;
        next.add(client);
    }

    private Client remember(Origin origin, long costNanos) {
        if (clients.size() >= REMEMBERED + 2 * next.size()) {
            clients.values().removeIf(client -> client.calls.isEmpty());
        }
        Client client = new Client(laneNanos, costNanos);
        clients.put(origin, client);
        return client;
    }

    private @Nullable Call nextWaiting(ArrayDeque<Call> queue) {
        Call call;
        do {
            call = queue.pollFirst();
            calls -= call == null ? 0 : 1;
        } while (call != null && call.state() != Call.State.WAITING);
        return call;
    }

    /** What was withdrawn long before its turn does not pile up. */
    private void prune() {
        next.forEach(client -> client.calls.removeIf(call -> call.state() != Call.State.WAITING));
        next.removeIf(client -> client.calls.isEmpty());
        calls = next.stream().mapToInt(client -> client.calls.size()).sum();
        pruneAt = Math.max(MANY_CALLS, 2 * calls);
    }
}
