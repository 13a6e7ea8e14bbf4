package dev.sluice.gateway;

import dev.sluice.frame.FrameHeader;
import dev.sluice.frame.FrameWriter;
import dev.sluice.jsonrpc.Answer;
import dev.sluice.limits.ByteAccount;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one connection on their way out. All of one loop turn leave in one write; a client that has not taken what
 * the transport was given gets no more before it has, and the rest waits here.
 *
 * <p>Owned by a connection and confined to its event loop. Invariant: {@code queuedBytes} = bytes appended and not yet
 * taken by the kernel = {@code open} + {@code sealed} + {@code inTransport}; the transport holds {@code blockBytes} of the
 * loop's room until all that was handed over is taken.
 */
final class WriteBatch {
    /** Answers share an array up to this size. */
    private static final int SHARED_BYTES = 64 * 1024;

    /** The kernel's progress shows in pieces of this size. */
    private static final int CHUNK_BYTES = Transport.LARGEST_WRITE;

    private static final int FIRST_BYTES = 512;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(byte[] bytes, int length) {}

    private final ByteAccount account;
    private final TransportRoom room;
    private final ArrayDeque<Piece> sealed = new ArrayDeque<>();
    private int sealedOffset;
    private @Nullable FrameWriter open;
    private int lastSealedBytes = FIRST_BYTES;
    private long queuedBytes;
    private int inTransport;
    private int blockBytes;

    WriteBatch(ByteAccount account, TransportRoom room) {
        this.account = account;
        this.room = room;
    }

    /** What the queue, and answers of batches that are not complete, hold of the node's room. */
    ByteAccount account() {
        return account;
    }

    /** Appends an answer as one frame, for which {@link #frameBytes} were taken from the account. */
    void append(int requestId, Answer answer) {
        int bytes = answer.bytes();
        FrameWriter frames = frames(bytes);
        int before = frames.length();
        int body = frames.frame(requestId, bytes);
        answer.write(frames.array(), body);
        queuedBytes += frames.length() - before;
    }

    /** What an answer takes of the account. */
    static int frameBytes(Answer answer) {
        return FrameHeader.BYTES + answer.bytes();
    }

    /** Appends bytes that are no frame, as the last thing the connection says, if there is room for them. */
    void appendRaw(byte[] bytes) {
        if (bytes.length == 0 || !account.take(bytes.length)) {
            return;
        }
        seal();
        sealed.addLast(new Piece(bytes, bytes.length));
        queuedBytes += bytes.length;
    }

    /** Gives the transport what it may hold, if it has nothing. */
    void flush(Transport transport) {
        while (inTransport == 0 && queuedBytes > 0) {
            seal();
            int window = room.windowBytes();
            while (!sealed.isEmpty() && inTransport < window) {
                writeChunk(transport, window);
            }
            transport.flush(); // what is taken at once is counted before it returns
        }
        if (open != null) {
            open.trim();
        }
    }

    /** The connection is gone, and what its transport had with it. */
    void close() {
        room.taken(blockBytes);
        blockBytes = 0;
        inTransport = 0;
        queuedBytes = 0;
        open = null;
        sealed.clear();
    }

    /** The kernel has taken bytes. */
    void taken(int bytes) {
        inTransport -= bytes;
        queuedBytes -= bytes;
        account.give(bytes);
        assert inTransport >= 0 && queuedBytes >= inTransport : inTransport + " of " + queuedBytes;
        if (inTransport == 0) {
            room.taken(blockBytes);
            blockBytes = 0;
        }
    }

    /** Bytes that the kernel has not taken yet. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** Small answers share an array; one that is large already is not copied to make it larger. */
    private FrameWriter frames(int bodyBytes) {
        if (open != null && (long) open.length() + bodyBytes > SHARED_BYTES) {
            seal();
        }
        if (open == null) {
            int likely = inTransport == 0 ? lastSealedBytes : FIRST_BYTES; // what waits holds what it needs
            open = new FrameWriter(Math.max(likely, bodyBytes + FIRST_BYTES));
        }
        return open;
    }

    private void seal() {
        if (open != null) {
            sealed.addLast(new Piece(open.array(), open.length()));
            lastSealedBytes = Math.max(FIRST_BYTES, Math.min(open.length(), CHUNK_BYTES));
            open = null;
        }
    }

    private void writeChunk(Transport transport, int window) {
        Piece piece = sealed.getFirst();
        int offset = sealedOffset;
        int most = Math.min(CHUNK_BYTES, window - inTransport);
        int length = Math.min(most, piece.length - offset);
        sealedOffset += length;
        if (sealedOffset == piece.length) {
            sealed.removeFirst();
            sealedOffset = 0;
        }
        inTransport += length;
        int block = TransportRoom.blockBytes(length);
        blockBytes += block;
        room.handedOver(block);
        transport.write(piece.bytes, offset, length);
    }
}
