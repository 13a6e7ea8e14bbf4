package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBatch;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.NodePort;
import dev.sluice.bus.Reply;
import dev.sluice.bus.ReplyHandler;
import dev.sluice.bus.Target;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Refusal;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The way in for calls of other nodes' gateways: what a {@link Gateway} is for clients. Such a call has been admitted where it
 * came from, and is admitted here once more, for this node's limits are its own; it never goes on to a third node. Confined to
 * one event loop.
 *
 * <p>A call counts for the receipt where its client is. Here it has a slot of the node, room for its params and its reply,
 * and a turn among the calls of all clients.
 */
final class NodeGate implements NodePort.Visitor {
    private static final RpcError METHOD_NOT_FOUND = RpcError.of(ErrorCode.METHOD_NOT_FOUND, Executed.NO);
    private static final RpcError DRAINING = RpcError.of(ErrorCode.DRAINING, Executed.NO);
    private static final RpcError NO_ROOM =
            RpcError.overloaded("limits.inboundBytes leave no room for the params now", 100);
    private static final long FORGET_NANOS = 60_000_000_000L;

    private final GatewayParts parts;
    private final CallBus bus;
    private final CallsInFlight calls;
    private final Admission admission;
    private final NodePort port;
    private final Executor later;
    private final Map<NodeInbox.Sender, NodeInbox> inboxes = new HashMap<>();
    private boolean scheduled;
    private boolean draining;
    private boolean cut;
    private long lastCallNanos;

    /**
     * @param parts with the methods of this node alone
     * @param bus makes this gate's end of the bus, which gives each reply to the given handler
     * @param port makes the end for other nodes
     * @param later runs a task on the event loop after everything that is ready there now
     */
    NodeGate(
            GatewayParts parts,
            Function<ReplyHandler, CallBus> bus,
            Function<NodePort.Visitor, NodePort> port,
            Executor later) {
        this.parts = parts;
        this.bus = bus.apply(this::onReply);
        this.calls = new CallsInFlight(parts, this.bus);
        this.admission = new Admission(parts.limits().calls(), calls);
        this.later = later;
        this.lastCallNanos = now();
        this.port = port.apply(this);
    }

    /** Completes when calls can come. */
    Future<Void> ready() {
        return port.ready();
    }

    @Override
    public void onCalls(CallBatch batch) {
        NodeInbox.Sender sender = new NodeInbox.Sender(batch.replyAddress(), batch.lane(), batch.instance());
        NodeInbox inbox = inboxes.get(sender);
        if (inbox == null) {
            inbox = new NodeInbox(sender, port.linkTo(sender.replyAddress()), parts.budget(), parts.meters());
            inboxes.put(sender, inbox);
        }
        lastCallNanos = now();
        inbox.heard(lastCallNanos);
        for (Call call : batch.calls()) {
            admit(inbox, call);
        }
        schedule();
    }

    @Override
    public void onCancelled(String replyAddress, List<Long> tickets) {
        for (NodeInbox inbox : inboxes.values()) {
            if (inbox.sender().replyAddress().equals(replyAddress)) {
                inbox.find(tickets).forEach(calls::stop);
            }
        }
        schedule();
    }

    /** A node has left: nobody waits for the calls of its gateways. */
    void onNodeLeft(String node) {
        inboxes.values().removeIf(inbox -> {
            boolean lost = NodePort.nodeOf(inbox.sender().replyAddress()).equals(node);
            if (lost) {
                calls.dropAll(inbox.slots());
                inbox.close();
            }
            return lost;
        });
    }

    /** Every few milliseconds: deadlines of calls. */
    void onSweep() {
        calls.sweep(now());
        onTurnEnd();
    }

    /** Several times a second: sends what could not be sent, and forgets gateways that are silent. */
    void onTick() {
        long nowNanos = now();
        inboxes.values().forEach(inbox -> inbox.sendAgain(nowNanos));
        inboxes.values().removeIf(inbox -> inbox.isForgotten(nowNanos, FORGET_NANOS));
    }

    /** From now on what comes is refused, never started. */
    void drain() {
        draining = true;
    }

    /**
     * True if every call was replied to, and none has come for so long.
     *
     * @param silenceNanos after which a gateway that would still send has heard that it should not
     */
    boolean isDrained(long silenceNanos) {
        return now() - lastCallNanos >= silenceNanos
                && inboxes.values().stream().allMatch(NodeInbox::isQuiet);
    }

    /** The drain's deadline: replies to everything now. */
    void cut() {
        if (!cut) {
            cut = true;
            parts.meters().cutByDrain(calls.cut());
            onTurnEnd();
        }
    }

    /** Lets go of the bus. */
    Future<Void> close() {
        calls.lease().close();
        return Future.join(port.close(), bus.close()).mapEmpty();
    }

    private void admit(NodeInbox inbox, Call call) {
        if (draining) {
            refuse(inbox, call, new Admission.No(DRAINING, Refusal.DRAINING));
            return;
        }
        Target target = parts.targets().find(call.request().method());
        if (target == null) {
            inbox.reply(Reply.error(call.ticket(), METHOD_NOT_FOUND, null));
            return;
        }
        RemoteClient client = inbox.clientOf(call.origin());
        int bytes = call.request().paramsBytes();
        if (!inbox.takeRoom(bytes)) {
            refuse(inbox, call, new Admission.No(NO_ROOM, Refusal.INBOUND_BYTES));
            return;
        }
        Admission.No no = admission.refuse(target, client.isModest());
        if (no != null) {
            inbox.giveRoom(bytes);
            refuse(inbox, call, no);
            return;
        }
        Slot slot = calls.begin(new NodeReply(inbox, client, call.ticket(), bytes), target, call.receivedNanos());
        Call here = call.under(slot.ticket(), client.origin());
        slot.call = here;
        bus.send(here, target);
    }

    private void refuse(NodeInbox inbox, Call call, Admission.No no) {
        parts.meters().refused(no.reason());
        inbox.reply(Reply.error(call.ticket(), no.error(), null));
    }

    private void onReply(Reply reply, long nowNanos) {
        calls.onReply(reply, nowNanos);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            later.execute(this::onTurnEnd);
        }
    }

    private void onTurnEnd() {
        scheduled = false;
        bus.flush();
        long nowNanos = now();
        inboxes.values().forEach(inbox -> inbox.flush(nowNanos));
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }
}
