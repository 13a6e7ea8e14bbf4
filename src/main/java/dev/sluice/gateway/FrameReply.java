package dev.sluice.gateway;

import dev.sluice.bus.Reply;
import dev.sluice.jsonrpc.BatchResponse;
import dev.sluice.jsonrpc.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer goes: a frame of its own, or its place in the answer to a batch.
 *
 * @param connection that read the request
 * @param requestId of the frame
 * @param frameBytes what the frame holds of the connection's room until it is answered
 * @param batch the answer to the batch, or null
 */
record FrameReply(
        Connection connection,
        int requestId,
        int frameBytes,
        @Nullable BatchResponse batch) implements ReplyTo {
    @Override
    public void began(Slot slot) {
        connection.callBegan(slot);
    }

    @Override
    public void ended(Slot slot) {
        connection.callEnded(slot);
    }

    @Override
    public void reply(Slot slot, Reply reply, long nowNanos) {
        slot.meter().durations().record(nowNanos - slot.receivedNanos);
        connection.answering().reply(this, slot, reply);
    }

    @Override
    public void expired(Slot slot, Expiry expiry, boolean takenBack) {
        connection.answering().expired(this, slot, expiry, takenBack);
    }

    @Override
    public void dropped(Slot slot) {
        connection.answering().dropped(slot);
    }

    /** Gives the answer to the connection; of a batch when this was the last one. */
    void answer(Response response) {
        if (batch == null) {
            connection.inbox().done(frameBytes);
            connection.answer(requestId, response);
        } else {
            connection.out().hold(batch.add(response));
            finishIfComplete(batch);
        }
    }

    /** A notification ended: there is nothing to send, and a batch waits for one less. */
    void skip() {
        if (batch == null) {
            connection.inbox().done(frameBytes);
        } else {
            batch.skip();
            finishIfComplete(batch);
        }
    }

    private void finishIfComplete(BatchResponse responses) {
        if (!responses.isComplete()) {
            return;
        }
        connection.inbox().done(frameBytes);
        if (!responses.isEmpty()) {
            connection.out().release(responses.bytes() - 1);
            connection.answer(requestId, responses);
        }
    }
}
