package dev.sluice.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The calls of one loop for one lane that have not left it, and what the loop knows of the lane's instances. Confined to
 * that loop.
 *
 * <p>Invariant: {@code outstanding[i]} = calls sent to instance i whose replies have not come.
 */
final class LaneOutbox {
    /** An instance that has answered nothing for so long is skipped while another answers. */
    static final long STUCK_NANOS = 20_000_000;

    private final Lane lane;
    private final int[] outstanding;
    private final long[] progressNanos;
    private List<Call> waiting = new ArrayList<>();
    private final Backlog backlog = new Backlog();
    private final LaneWindow window;
    private int reportedLoad;

    LaneOutbox(Lane lane) {
        this.lane = lane;
        this.outstanding = new int[lane.addresses().size()];
        this.progressNanos = new long[lane.addresses().size()];
        this.window = new LaneWindow(lane.addresses().size());
    }

    void add(Call call) {
        waiting.add(call);
    }

    /**
     * Deals the waiting calls, spread over the instances in slices: as many as the lane may be given, and if that is
     * not all of them, those of the clients that have had the least of the lane.
     *
     * @param send takes the calls of a slice and the index of its instance
     */
    void deal(long nowNanos, BiConsumer<List<Call>, Integer> send) {
        window.turn(nowNanos);
        if (waiting.isEmpty() && backlog.isEmpty()) {
            return;
        }
        if (mayGiveAll()) {
            dealAll(nowNanos, send);
        } else {
            waiting.forEach(backlog::add);
            dealInTurns(nowNanos, send);
        }
        waiting = new ArrayList<>(waiting.size()); // a young one: see CallTable of the gateway
    }

    private boolean mayGiveAll() {
        return backlog.isEmpty() && waiting.size() <= window.room() && backlog.expect(waiting) <= window.roomNanos();
    }

    private void dealAll(long nowNanos, BiConsumer<List<Call>, Integer> send) {
        int slice = Math.min(CallBatch.MAX_CALLS, share(waiting.size()));
        for (int from = 0; from < waiting.size(); from += slice) {
            List<Call> calls = List.copyOf(waiting.subList(from, Math.min(waiting.size(), from + slice)));
            give(calls, pick(nowNanos), nowNanos, send);
        }
    }

    private void dealInTurns(long nowNanos, BiConsumer<List<Call>, Integer> send) {
        int room = window.room();
        int slice = Math.min(CallBatch.MAX_CALLS, share(room));
        List<Call> calls = new ArrayList<>(slice);
        while (room > 0) {
            int instance = pick(nowNanos);
            int idle = lane.width() - outstanding[instance];
            int most = Math.min(Math.min(slice, room), window.places(instance));
            if (idle > 0) {
                backlog.take(Math.min(most, idle), Long.MAX_VALUE, calls);
            } else {
                backlog.take(most, window.roomNanos(instance), calls);
            }
            if (calls.isEmpty()) {
                return;
            }
            room -= calls.size();
            give(List.copyOf(calls), instance, nowNanos, send);
            calls.clear();
        }
    }

    private void give(List<Call> calls, int instance, long nowNanos, BiConsumer<List<Call>, Integer> send) {
        if (outstanding[instance] == 0) {
            progressNanos[instance] = nowNanos;
        }
        outstanding[instance] += calls.size();
        for (Call call : calls) {
            call.dealtTo(instance);
        }
        window.given(calls, instance);
        send.accept(calls, instance);
    }

    /** One instance's part of so many calls, rounded up. */
    private int share(int calls) {
        return (calls + outstanding.length - 1) / outstanding.length;
    }

    /**
     * Replies of an instance have come.
     *
     * @param unstarted how many of them are of calls that it did not start
     */
    void replied(int instance, int replies, int unstarted, long nowNanos) {
        outstanding[instance] -= replies;
        window.passedOver(instance, unstarted);
        progressNanos[instance] = nowNanos;
        assert outstanding[instance] >= 0 : "more replies than calls from instance " + instance;
    }

    /** A call has held its instance for so long. */
    void charge(Call call, long heldNanos) {
        backlog.charge(call, heldNanos);
    }

    /** True if this instance shows no progress while another one does. */
    boolean isStuck(int instance, long nowNanos) {
        return instance >= 0 && stalled(instance, nowNanos) && !stalled(pick(nowNanos), nowNanos);
    }

    private boolean stalled(int instance, long nowNanos) {
        return outstanding[instance] > 0 && nowNanos - progressNanos[instance] > STUCK_NANOS;
    }

    /** The instance with the fewest calls outstanding among the best. */
    private int pick(long nowNanos) {
        int best = 0;
        int bestRank = rank(0, nowNanos);
        for (int i = 1; i < outstanding.length; i++) {
            int rank = rank(i, nowNanos);
            if (rank < bestRank || (rank == bestRank && outstanding[i] < outstanding[best])) {
                best = i;
                bestRank = rank;
            }
        }
        return best;
    }

    /** Best is an instance that soon has nothing to do, worst one that does not answer or can be given no more. */
    private int rank(int instance, long nowNanos) {
        if (window.places(instance) == 0) {
            return 3;
        }
        if (stalled(instance, nowNanos)) {
            return 2;
        }
        return window.isBusy(instance) ? 1 : 0;
    }

    /** Lets other nodes know how much there is to do. */
    void reportLoad() {
        int now = load();
        lane.load().change(now - reportedLoad);
        reportedLoad = now;
    }

    /** Calls that wait here or have not been replied to. */
    int load() {
        int calls = waiting.size() + backlog.size();
        for (int ofInstance : outstanding) {
            calls += ofInstance;
        }
        return calls;
    }

    Lane lane() {
        return lane;
    }
}
