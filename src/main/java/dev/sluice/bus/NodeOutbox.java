package dev.sluice.bus;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one loop for a lane of another node. Confined to that loop.
 *
 * <p>What the node has to do is its own business: there calls wait for its workers, in a queue that is fair to all clients
 * of all gateways. Here they wait for the connection to it alone, and only while that has more than {@value #MOST_UNWRITTEN}
 * bytes to write; then, too, clients take turns.
 *
 * <p>Invariants: {@code outstanding} = about as many as the calls sent whose replies have not come; {@code unwritten} = bytes given to the
 * connection and not yet taken by the kernel.
 */
final class NodeOutbox {
    static final int MOST_UNWRITTEN = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(NodeOutbox.class);

    /** A message ends with the call that brings it here. */
    static final int MOST_BYTES = 256 * 1024;

    /** The node's end. */
    interface Link {
        /** Sends a message; completes when it was written. */
        Future<Void> write(Buffer message);
    }

    private final RemoteLane lane;
    private final int index;
    private final int use;
    private final String replyAddress;
    private final Link link;
    private final Backlog backlog = new Backlog();
    private List<Call> waiting = new ArrayList<>();
    private final List<Long> cancelled = new ArrayList<>();
    private int outstanding;
    private long unwritten;
    private int reports;
    private int ownAtReport;

    /**
     * @param index its place among those of the loop, and
     * @param use how often that place was taken before: both return with the replies
     */
    NodeOutbox(RemoteLane lane, int index, int use, String replyAddress, Link link) {
        this.lane = lane;
        this.index = index;
        this.use = use;
        this.replyAddress = replyAddress;
        this.link = link;
    }

    void add(Call call) {
        call.sendTo(lane);
        waiting.add(call);
    }

    /** The node may stop with a call that it has. */
    void cancel(Call call) {
        if (call.state() != Call.State.WITHDRAWN) {
            cancelled.add(call.ticket());
        }
    }

    /** Sends what the connection can take, and what was cancelled. */
    void flush(long nowNanos) {
        if (!cancelled.isEmpty()) {
            write(BatchWire.encode(new Cancels(replyAddress, List.copyOf(cancelled))));
            cancelled.clear();
        }
        if (waiting.isEmpty() && backlog.isEmpty()) {
            return;
        }
        if (backlog.isEmpty() && unwritten < MOST_UNWRITTEN) {
            backlog.expect(waiting);
            sendWaiting(nowNanos);
        } else {
            waiting.forEach(backlog::add);
            waiting = new ArrayList<>();
            sendInTurns(nowNanos);
        }
    }

    private void sendWaiting(long nowNanos) {
        List<Call> calls = waiting;
        waiting = new ArrayList<>(calls.size());
        int from = 0;
        while (from < calls.size() && unwritten < MOST_UNWRITTEN) {
            int to = endOfMessage(calls, from);
            send(calls.subList(from, to), nowNanos);
            from = to;
        }
        calls.subList(from, calls.size()).forEach(backlog::add);
    }

    private void sendInTurns(long nowNanos) {
        List<Call> calls = new ArrayList<>(CallBatch.MAX_CALLS);
        while (unwritten < MOST_UNWRITTEN && takeMessage(calls)) {
            send(calls, nowNanos);
            calls.clear();
        }
    }

    private boolean takeMessage(List<Call> calls) {
        long bytes = 0;
        int before = -1;
        while (calls.size() > before && calls.size() < CallBatch.MAX_CALLS && bytes < MOST_BYTES) {
            before = calls.size();
            backlog.take(1, Long.MAX_VALUE, calls);
            bytes += calls.size() > before ? calls.get(before).request().paramsBytes() : 0;
        }
        return !calls.isEmpty();
    }

    private static int endOfMessage(List<Call> calls, int from) {
        int most = Math.min(calls.size(), from + CallBatch.MAX_CALLS);
        long bytes = 0;
        int to = from;
        while (to < most && bytes < MOST_BYTES) {
            bytes += calls.get(to).request().paramsBytes();
            to++;
        }
        return to;
    }

    private void send(List<Call> calls, long nowNanos) {
        List<Call> started = new ArrayList<>(calls.size());
        for (Call call : calls) {
            if (call.start()) { // else it was withdrawn, and is nobody's any more
                started.add(call);
            }
        }
        if (!started.isEmpty()) {
            outstanding += started.size();
            write(BatchWire.encode(new CallBatch(replyAddress, index, use, started), nowNanos));
        }
    }

    private void write(Buffer message) {
        int bytes = message.length();
        unwritten += bytes;
        link.write(message).onComplete(written -> {
            unwritten -= bytes;
            if (written.failed() && !lane.node().isLost()) {
                LOG.warn("calls for node {} could not be sent: {}", lane.node().id(), String.valueOf(written.cause()));
                lane.node().lose(); // nobody knows how much of it came there
            }
        });
    }

    /** Replies to so many calls have come; some may have come before, or were not waited for any more. */
    void replied(int calls) {
        outstanding = Math.max(0, outstanding - calls);
    }

    /** A call has held its worker for so long. */
    void charge(Call call, long heldNanos) {
        backlog.charge(call, heldNanos);
    }

    /** Calls that wait here or have not been replied to. */
    int load() {
        return outstanding + waiting.size() + backlog.size();
    }

    /**
     * Calls that the lane has, as far as this loop knows: its own, and those of others when the lane was last heard of. What
     * it said then holds this loop's own, too, which count once.
     */
    int laneLoad() {
        int own = load();
        if (lane.reports() != reports) {
            reports = lane.reports();
            ownAtReport = own;
        }
        return own + Math.max(0, lane.load() - ownAtReport);
    }

    /** True if calls wait for the connection. */
    boolean isHeldUp() {
        return !backlog.isEmpty();
    }

    RemoteLane lane() {
        return lane;
    }

    int index() {
        return index;
    }

    int use() {
        return use;
    }
}
