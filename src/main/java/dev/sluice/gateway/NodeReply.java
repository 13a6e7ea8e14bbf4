package dev.sluice.gateway;

import dev.sluice.bus.Reply;
import dev.sluice.jsonrpc.RpcError;

/**
 * Where the reply to a call of another node's gateway goes.
 *
 * @param inbox that it came in by
 * @param client who sent it
 * @param ticket under which the gateway knows it
 * @param bytes of its params
 */
record NodeReply(NodeInbox inbox, RemoteClient client, long ticket, int bytes) implements ReplyTo {
    @Override
    public void began(Slot slot) {
        client.began();
        inbox.began(slot);
    }

    @Override
    public void ended(Slot slot) {
        client.ended();
        inbox.ended(slot, bytes);
    }

    @Override
    public void reply(Slot slot, Reply reply, long nowNanos) {
        inbox.reply(reply.under(ticket));
    }

    @Override
    public void expired(Slot slot, Expiry expiry, boolean takenBack) {
        RpcError error = takenBack ? expiry.unstarted() : expiry.started();
        inbox.reply(Reply.error(ticket, error, null));
    }

    @Override
    public void dropped(Slot slot) {
        inbox.dropped();
    }
}
