package dev.sluice.worker;

import dev.sluice.limits.TransitBudget;
import dev.sluice.limits.TransitBudget.Waiting;
import io.vertx.core.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Bytes up to a limit, and only as far as there is room for them on their way to a gateway. They are collected in pieces that
 * a garbage collector does not have to treat as large. Used by one thread, for one result.
 */
final class BoundedOutput extends OutputStream {
    private static final byte[] NOTHING = {};
    private static final int PIECE_BYTES = 64 * 1024;

    private final WorkerParts.Results room;
    private final List<byte[]> full = new ArrayList<>(0);
    private byte[] last = NOTHING;
    private int lastBytes;
    private int length;
    private long reservedBytes;

    BoundedOutput(WorkerParts.Results room) {
        this.room = room;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        if (count > room.maxBytes() - length) {
            throw new NoRoomException(false);
        }
        int from = offset;
        int left = count;
        while (left > 0) {
            if (lastBytes == last.length) {
                makeRoom(left);
            }
            int part = Math.min(left, last.length - lastBytes);
            System.arraycopy(source, from, last, lastBytes, part);
            lastBytes += part;
            length += part;
            from += part;
            left -= part;
        }
    }

    /** What is there already, instead of anything that is written. */
    byte[] whole(int bytes, Supplier<byte[]> made) throws IOException {
        if (bytes > room.maxBytes()) {
            throw new NoRoomException(false);
        }
        if (bytes > TransitBudget.SMALL_BYTES) {
            reserve(bytes);
        }
        return made.get();
    }

    /** The room that is held. */
    long reservedBytes() {
        return reservedBytes;
    }

    /** Everything, in one array, beside which the pieces lie for a moment. Gives back the room that is not needed for it. */
    byte[] toBytes() {
        long needed = length > TransitBudget.SMALL_BYTES ? TransitBudget.sizeOf(length) : 0;
        release(reservedBytes - needed);
        if (full.isEmpty()) {
            return last.length == length ? last : Arrays.copyOf(last, length);
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, bytes, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(last, 0, bytes, at, lastBytes);
        return bytes;
    }

    /** Gives back all room: the result is of no use. */
    void discard() {
        release(reservedBytes);
    }

    /** The first piece grows as long as results of its size are not counted; then there are more pieces. */
    private void makeRoom(int wanted) throws IOException {
        if (length < TransitBudget.SMALL_BYTES) {
            int size = Math.max(2 * last.length, length + wanted);
            last = Arrays.copyOf(last, Math.min(TransitBudget.SMALL_BYTES, size));
            return;
        }
        int size = Math.min(PIECE_BYTES, room.maxBytes() - length);
        reserve(full.isEmpty() ? length + size : size);
        full.add(last);
        last = new byte[size];
        lastBytes = 0;
    }

    private void reserve(int bytes) throws IOException {
        long taken = room.transit().reserve(bytes, mayWait());
        if (taken == 0) {
            throw new NoRoomException(true);
        }
        reservedBytes += taken;
    }

    private void release(long bytes) {
        if (bytes > 0) {
            room.transit().release(bytes);
            reservedBytes -= bytes;
        }
    }

    /** A worker instance has other calls to start; a thread of the pool has this one. */
    private static Waiting mayWait() {
        if (Context.isOnEventLoopThread()) {
            return Waiting.NO;
        }
        return Context.isOnWorkerThread() ? Waiting.SPARINGLY : Waiting.YES;
    }

    /** The result is larger than one may be, or than there is room for. Carries no stack trace. */
    static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean ofNode;

        NoRoomException(boolean ofNode) {
            super(ofNode ? "no room on the node" : "above limits.maxResponseBytes");
            this.ofNode = ofNode;
        }

        /** True if the node had no room; false if the result alone is too large. */
        boolean ofNode() {
            return ofNode;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
