package dev.sluice.gateway;

import dev.sluice.bus.CallBatch;
import dev.sluice.bus.NodePort;
import dev.sluice.bus.Origin;
import dev.sluice.bus.Reply;
import dev.sluice.bus.ReplyBatch;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.limits.ByteAccount;
import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one gateway instance of another node has sent for one lane of this one, and the replies that have not left. Confined
 * to the loop of the {@link NodeGate}.
 *
 * <p>Invariant: what the accounts hold is the params of the calls in {@code slots}, and the replies that are in {@code ready}
 * or were not taken by the kernel.
 */
final class NodeInbox {
    /** A message ends with the reply that brings it here. */
    private static final int MOST_BYTES = 256 * 1024;

    /** So long a message is sent again that could not be written. */
    private static final long SEND_AGAIN_NANOS = 30_000_000_000L;

    /** So many clients without calls are remembered, beside as many as have some. */
    private static final int REMEMBERED = 1_024;

    /** Errors up to this size need no room: calls in flight bound their number. */
    private static final int SMALL_BYTES = 1_024;

    /**
     * Who sends.
     *
     * @param replyAddress of the gateway instance
     * @param lane as it is in its {@link CallBatch}es, and
     * @param use the same: they return with the replies
     */
    record Sender(String replyAddress, int lane, int use) {}

    private final Sender sender;
    private final NodePort.ReplyLink link;
    private final NodeMeters meters;
    private final ByteAccount inbound;
    private final ByteAccount outbound;
    private final SlotList slots = new SlotList();
    private final Map<Origin, RemoteClient> clients = new HashMap<>();
    private List<Reply> ready = new ArrayList<>();
    private final List<Unsent> unsent = new ArrayList<>();
    private int writing;
    private long lastCallNanos;
    private boolean closed;

    /** Replies whose connection broke, and when they were first ready to leave. */
    private record Unsent(List<Reply> replies, long bytes, long sinceNanos) {}

    NodeInbox(Sender sender, NodePort.ReplyLink link, NodeBudget budget, NodeMeters meters) {
        this.sender = sender;
        this.link = link;
        this.meters = meters;
        this.inbound = new ByteAccount(budget.bytes().inbound());
        this.outbound = new ByteAccount(budget.bytes().outbound());
    }

    /** The one object for this client. */
    RemoteClient clientOf(Origin origin) {
        RemoteClient client = clients.get(origin);
        if (client == null) {
            if (clients.size() >= REMEMBERED + 2 * slots.size()) {
                clients.values().removeIf(known -> !known.hasCalls());
            }
            client = new RemoteClient(origin);
            clients.put(origin, client);
        }
        return client;
    }

    /** Takes room for params that have come; false if there is none. */
    boolean takeRoom(int bytes) {
        return inbound.overdraw(bytes);
    }

    /** Gives it back: the call does not begin. */
    void giveRoom(int bytes) {
        inbound.give(bytes);
    }

    void began(Slot slot) {
        slots.add(slot);
    }

    void ended(Slot slot, int bytes) {
        slots.remove(slot);
        inbound.give(bytes);
    }

    void dropped() {
        meters.remoteCall(Outcome.CANCELLED);
    }

    /** A reply that leaves at the end of the turn. */
    void reply(Reply reply) {
        RpcError error = reply.error();
        meters.remoteCall(error == null ? Outcome.OK : Verdict.outcomeOf(error));
        long bytes = bytesOf(reply);
        ready.add(bytes == 0 || outbound.overdraw(bytes) ? reply : withoutRoom(reply));
    }

    /** What is left to say of the call says of its execution what the reply said. */
    private static Reply withoutRoom(Reply reply) {
        Executed executed = reply.error() == null ? Executed.YES : reply.error().executed();
        RpcError error = RpcError.of(
                ErrorCode.RESPONSE_TOO_LARGE, executed, "limits.outboundBytes leave no room for the answer now");
        return Reply.error(reply.ticket(), error, null).afterHolding(reply.heldNanos());
    }

    /** Sends what is ready. */
    void flush(long nowNanos) {
        if (ready.isEmpty()) {
            return;
        }
        List<Reply> replies = ready;
        ready = new ArrayList<>(replies.size());
        for (int from = 0; from < replies.size(); ) {
            int to = endOfMessage(replies, from);
            send(replies.subList(from, to), nowNanos);
            from = to;
        }
    }

    private static int endOfMessage(List<Reply> replies, int from) {
        int most = Math.min(replies.size(), from + CallBatch.MAX_CALLS);
        long bytes = 0;
        int to = from;
        while (to < most && bytes < MOST_BYTES) {
            bytes += bytesOf(replies.get(to));
            to++;
        }
        return to;
    }

    private void send(List<Reply> replies, long nowNanos) {
        long bytes = 0;
        for (Reply reply : replies) {
            bytes += bytesOf(reply);
        }
        send(new Unsent(replies, bytes, nowNanos));
    }

    private void send(Unsent message) {
        ReplyBatch batch = new ReplyBatch(sender.lane, sender.use, message.replies);
        writing++;
        link.send(batch).onComplete(written -> {
            writing--;
            if (written.succeeded() || closed) {
                outbound.give(message.bytes);
            } else {
                unsent.add(message);
            }
        });
    }

    /** Sends once more what could not be written, but not for ever: that it comes twice is seen where it comes. */
    void sendAgain(long nowNanos) {
        List<Unsent> messages = List.copyOf(unsent);
        unsent.clear();
        for (Unsent message : messages) {
            if (nowNanos - message.sinceNanos < SEND_AGAIN_NANOS) {
                send(message);
            } else {
                outbound.give(message.bytes);
            }
        }
    }

    /** The slots of those calls that are still waited for, among these. */
    List<Slot> find(List<Long> tickets) {
        Set<Long> wanted = new HashSet<>(tickets);
        List<Slot> found = new ArrayList<>();
        for (Slot slot = slots.first(); slot != null; slot = slot.nextOfConnection) {
            if (slot.replyTo instanceof NodeReply reply && wanted.contains(reply.ticket())) {
                found.add(slot);
            }
        }
        return found;
    }

    /** True if nothing that came waits for its reply, and no reply for the kernel. */
    boolean isQuiet() {
        return slots.size() == 0 && ready.isEmpty() && unsent.isEmpty() && writing == 0;
    }

    SlotList slots() {
        return slots;
    }

    Sender sender() {
        return sender;
    }

    void heard(long nowNanos) {
        lastCallNanos = nowNanos;
    }

    /** True if nothing is left of anything that came, and nothing came for so long. */
    boolean isForgotten(long nowNanos, long afterNanos) {
        return isQuiet() && nowNanos - lastCallNanos >= afterNanos;
    }

    /** Its gateway is lost: gives all room back. */
    void close() {
        closed = true;
        ready.clear();
        unsent.clear();
        inbound.close();
        outbound.close();
    }

    private static long bytesOf(Reply reply) {
        byte[] result = reply.result();
        RpcError error = reply.error();
        if (result != null) {
            return result.length;
        }
        return error == null || error.json().length <= SMALL_BYTES ? 0 : error.json().length;
    }
}
