package dev.sluice.gateway;

import dev.sluice.jsonrpc.Answer;
import dev.sluice.jsonrpc.Response;
import dev.sluice.limits.ByteAccount;
import dev.sluice.metrics.Brake;
import dev.sluice.metrics.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one connection that were not taken yet, and the room they need. Confined to the connection's event loop.
 *
 * <p>Invariant: what is queued, and what is held for batches that are not complete, was taken from the account before it
 * was encoded.
 */
final class AnswerQueue {
    private static final String NO_ROOM = "limits.outboundBytes leave no room for the answer now";

    private final Connection owner;
    private final GatewayLoop loop;
    private final ByteAccount account;
    private final WriteBatch batch;
    private long lastTakenNanos;

    AnswerQueue(Connection owner, GatewayLoop loop) {
        this.owner = owner;
        this.loop = loop;
        this.account = new ByteAccount(loop.budget().bytes().outbound());
        this.batch = new WriteBatch(account, loop.room());
        this.lastTakenNanos = loop.now();
    }

    /** Queues an answer. If there is no room for it the longest queue is cut, which may be this one. */
    void add(int requestId, Answer answer) {
        beginToWait();
        Answer fitting = fitting(answer);
        if (fitting != null) {
            batch.append(requestId, fitting);
        }
    }

    /** Queues bytes that are no frame. */
    void addRaw(byte[] bytes) {
        beginToWait();
        batch.appendRaw(bytes);
    }

    /** Holds room for a part of an answer to a batch. */
    void hold(int bytes) {
        if (!account.isClosed() && !takeRoom(bytes)) {
            owner.cut(CloseReason.OUTBOUND_BYTES, NO_ROOM);
        }
    }

    /** Gives that room back. */
    void release(int bytes) {
        account.give(bytes);
    }

    /** Gives the transport what it may hold. */
    void flush(Transport transport) {
        batch.flush(transport);
    }

    /** The kernel has taken bytes. */
    void taken(int bytes) {
        lastTakenNanos = loop.now();
        batch.taken(bytes);
    }

    /** The connection is gone. */
    void close() {
        batch.close();
        account.close();
    }

    boolean isEmpty() {
        return batch.queuedBytes() == 0;
    }

    boolean isAboveMark() {
        return batch.queuedBytes() >= loop.limits().queues().outboundMarkBytes();
    }

    /** True if the client has taken nothing for too long. */
    boolean isStalled(long nowNanos) {
        return !isEmpty() && nowNanos - lastTakenNanos > loop.limits().times().writeStallNanos();
    }

    /** When the client took something, or had taken everything. */
    long lastTakenNanos() {
        return lastTakenNanos;
    }

    /** What others cannot have because of this queue. */
    long reservedBytes() {
        return account.reservedBytes();
    }

    /** Nobody is slow to take what was not there yet. */
    private void beginToWait() {
        if (isEmpty()) {
            lastTakenNanos = loop.now();
        }
    }

    /** A client that has taken everything gets an error instead of an answer too large for the moment. */
    private @Nullable Answer fitting(Answer answer) {
        if (takeRoom(WriteBatch.frameBytes(answer))) {
            return answer;
        }
        if (account.heldBytes() == 0 && answer instanceof Response response) {
            Response small = response.tooLarge(NO_ROOM);
            loop.meters().limited(Brake.OUTBOUND_BYTES);
            if (takeRoom(WriteBatch.frameBytes(small))) {
                return small;
            }
        }
        owner.cut(CloseReason.OUTBOUND_BYTES, NO_ROOM);
        return null;
    }

    /** Cuts longer queues than this one until there is room. */
    private boolean takeRoom(long bytes) {
        while (!account.take(bytes)) {
            Connection longest = loop.connections().longestQueue();
            if (longest == null || longest.out().reservedBytes() <= account.reservedBytes()) {
                return false;
            }
            longest.cut(CloseReason.OUTBOUND_BYTES, "limits.outboundBytes are used up, and its queue was the longest");
        }
        return true;
    }
}
