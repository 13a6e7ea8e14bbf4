package dev.sluice.gateway;

import dev.sluice.jsonrpc.BatchResponse;
import dev.sluice.jsonrpc.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer goes: a frame of its own, or its place in the answer to a batch.
 *
 * @param connection that read the request
 * @param requestId of the frame
 * @param batch the answer to the batch, or null
 */
record ReplyTo(
        Connection connection, int requestId, @Nullable BatchResponse batch) {
    /** Gives the answer to the connection; of a batch when this was the last one. */
    void answer(Response response) {
        if (batch == null) {
            connection.answer(requestId, response);
            return;
        }
        batch.add(response);
        finishBatch(batch);
    }

    /** A notification ended: a batch waits for one less. */
    void skip() {
        if (batch != null) {
            batch.skip();
            finishBatch(batch);
        }
    }

    private void finishBatch(BatchResponse finished) {
        if (finished.isComplete() && !finished.isEmpty()) {
            connection.answer(requestId, finished);
        }
    }
}
