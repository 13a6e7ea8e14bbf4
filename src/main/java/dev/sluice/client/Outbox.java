package dev.sluice.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the frames of one turn of the event loop and writes them together: a write outside a read is a system call.
 * Confined to the connection's event loop. Invariant: when frames wait, a write at the end of the turn is on its way.
 */
final class Outbox {
    /** So much is written without waiting for the end of the turn. */
    static final int WRITE_AT_BYTES = 64 * 1024;

    private final Function<Buffer, Future<Void>> socket;
    private final Consumer<Runnable> endOfTurn;

    private @Nullable Buffer waiting;
    private @Nullable Promise<Void> waitingWritten;
    private boolean scheduled;
    private Future<Void> lastWrite = Future.succeededFuture();

    /**
     * @param socket writes in order; its future completes when the bytes are written
     * @param endOfTurn runs a task after what the event loop does now
     */
    Outbox(Function<Buffer, Future<Void>> socket, Consumer<Runnable> endOfTurn) {
        this.socket = socket;
        this.endOfTurn = endOfTurn;
    }

    void add(byte[] frame) {
        Buffer buffer = waiting == null ? Buffer.buffer(Math.max(1024, frame.length)) : waiting;
        waiting = buffer.appendBytes(frame);
        if (buffer.length() >= WRITE_AT_BYTES) {
            write();
        } else if (!scheduled) {
            scheduled = true;
            endOfTurn.accept(this::onEndOfTurn);
        }
    }

    /** Completes when everything added so far is written. */
    Future<Void> written() {
        if (waiting == null) {
            return lastWrite;
        }
        if (waitingWritten == null) {
            waitingWritten = Promise.promise();
        }
        return waitingWritten.future();
    }

    private void onEndOfTurn() {
        scheduled = false;
        write();
    }

    private void write() {
        Buffer buffer = waiting;
        if (buffer == null) {
            return;
        }
        Promise<Void> written = waitingWritten;
        waiting = null;
        waitingWritten = null;
        lastWrite = socket.apply(buffer);
        if (written != null) {
            lastWrite.onComplete(written);
        }
    }
}
