package dev.sluice.gateway;

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
record ReplyTo(
        Connection connection,
        int requestId,
        int frameBytes,
        @Nullable BatchResponse batch) {
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
