package dev.sluice.frame;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Splits a byte stream, fed in pieces of any size, into frames. Pulled: {@link #next()} until it returns null, then
 * {@link #keep()}.
 *
 * <p>Owned by one connection and confined to its thread. A piece is read where it lies: the body of a frame that it holds
 * whole is copied once, into an array of its own. What is left of it is copied by {@code keep()}: straight into the array
 * of its body once half of that has arrived, else as it is. Nothing is allocated for bytes that did not arrive. Only pieces
 * below {@value #TINY_PIECE_BYTES} bytes behind others, and what fits behind them, are gathered in blocks, so that a body
 * that arrives byte by byte costs no object a byte; and of a large piece that was read by more than half the rest is copied
 * again, so that a few bytes never hold a large one: after {@code keep()} the memory behind {@code unreadBytes} is at most
 * twice as much and two blocks.
 *
 * <p>Invariant: {@code pendingBytes} is the sum of the readable bytes of {@code pieces}, the first one counted from
 * {@code offset}; bytes fed = bytes of frames returned + {@code unreadBytes}. After a {@link FrameException} the parser
 * is broken for good and every {@code next()} throws it again.
 */
public final class FrameParser {
    static final int TINY_PIECE_BYTES = 512;
    static final int BLOCK_BYTES = 4 * 1024;

    private static final int SHOWN_BYTES = 12;

    private final int maxFrameBytes;
    private final ArrayDeque<Buffer> pieces = new ArrayDeque<>();

    /** True if the last piece is the caller's. */
    private boolean lent;

    /** The last piece when it is ours to append to, else null. */
    private @Nullable Buffer block;

    private int offset;
    private long pendingBytes;

    private boolean headerRead;
    private int requestId;
    private int bodyBytes;

    /** The body of which the header was read, once half of it has arrived, and how much of it is there. */
    private byte @Nullable [] body;

    private int bodyFilled;

    private @Nullable FrameException broken;

    /**
     * @param maxFrameBytes the largest body that is accepted, 0 to {@link Integer#MAX_VALUE}
     */
    public FrameParser(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Takes a piece of the stream, which must not change before {@link #keep()}. */
    public void feed(Buffer piece) {
        keep();
        if (piece.length() > 0) {
            pendingBytes += piece.length();
            pieces.addLast(piece);
            lent = true;
        }
    }

    /**
     * Takes the next frame.
     *
     * @return the frame, or null when more bytes are needed
     * @throws FrameException if the stream is no sequence of frames, or the next frame is above the limit
     */
    public @Nullable Frame next() throws FrameException {
        if (broken != null) {
            throw broken;
        }
        if ((!headerRead && !readHeader()) || unreadBytes() < bodyBytes) {
            return null;
        }
        byte[] whole = fillBody();
        headerRead = false;
        body = null;
        bodyFilled = 0;
        return new Frame(requestId, whole);
    }

    /** Copies what is unread of the piece that was fed last: from now on it is the caller's again. */
    public void keep() {
        if (lent && !pieces.isEmpty()) {
            if (headerRead && unreadBytes() >= bodyBytes / 2) {
                fillBody();
            }
            keepLastPiece();
        }
        lent = false;
        letGoOfTheFirstPiece();
    }

    /** Bytes fed and not yet returned in a frame. A header whose body is incomplete no longer counts. */
    public long unreadBytes() {
        return pendingBytes + bodyFilled;
    }

    /** True in the middle of a frame: some of its bytes have arrived, but not all. */
    public boolean insideFrame() {
        return headerRead || pendingBytes > 0;
    }

    /** True when a header was read whose body is not complete. */
    public boolean insideBody() {
        return headerRead;
    }

    /** Drops everything unread. For a connection that will not parse any more. */
    public void clear() {
        pieces.clear();
        lent = false;
        block = null;
        offset = 0;
        pendingBytes = 0;
        body = null;
        bodyFilled = 0;
    }

    /** Moves what there is of the body into its array. */
    private byte[] fillBody() {
        byte[] filled = body == null ? new byte[bodyBytes] : body;
        int count = (int) Math.min(bodyBytes - bodyFilled, pendingBytes);
        take(filled, bodyFilled, count);
        bodyFilled += count;
        body = filled;
        return filled;
    }

    private void keepLastPiece() {
        Buffer piece = pieces.pollLast();
        if (piece == null) {
            return; // it went into the body
        }
        if (pieces.isEmpty()) {
            pieces.addLast(onHeap(piece, offset));
            offset = 0;
        } else if (piece.length() < TINY_PIECE_BYTES || fitsTheBlock(piece.length())) {
            gather(piece);
        } else {
            pieces.addLast(onHeap(piece, 0));
            block = null;
        }
    }

    private void gather(Buffer piece) {
        Buffer last = block;
        if (last == null || last.length() + piece.length() > BLOCK_BYTES) {
            last = Buffer.buffer(BLOCK_BYTES);
            pieces.addLast(last);
            block = last;
        }
        last.appendBuffer(piece);
    }

    private boolean fitsTheBlock(int length) {
        return block != null && block.length() + length <= BLOCK_BYTES;
    }

    /** When more than half of it has been read, and the rest is not what a frame of many pieces begins with. */
    private void letGoOfTheFirstPiece() {
        Buffer first = pieces.peekFirst();
        if (first != null && first != block && offset >= TINY_PIECE_BYTES && offset > first.length() / 2) {
            pieces.removeFirst();
            pieces.addFirst(onHeap(first, offset));
            offset = 0;
        }
    }

    /** A copy of the rest of a piece; {@link Buffer#copy} would take direct memory if the piece has some. */
    private static Buffer onHeap(Buffer piece, int from) {
        return piece.getBuffer(from, piece.length());
    }

    private boolean readHeader() throws FrameException {
        checkMagic();
        if (pendingBytes < FrameHeader.BYTES) {
            return false;
        }
        readInt();
        requestId = readInt();
        long length = readInt() & 0xFFFF_FFFFL;
        if (length > maxFrameBytes) {
            throw breakWith(FrameException.tooLarge(requestId, length, maxFrameBytes));
        }
        bodyBytes = (int) length;
        headerRead = true;
        return true;
    }

    /** A wrong first byte is known after one byte. */
    private void checkMagic() throws FrameException {
        if (!startsWithMagic()) {
            byte[] first = new byte[(int) Math.min(SHOWN_BYTES, pendingBytes)];
            for (int i = 0; i < first.length; i++) {
                first[i] = peek(i);
            }
            throw breakWith(FrameException.badMagic(HexFormat.of().formatHex(first)));
        }
    }

    private boolean startsWithMagic() {
        Buffer first = pieces.peekFirst();
        if (first != null && first.length() - offset >= 4) {
            return first.getInt(offset) == FrameHeader.MAGIC;
        }
        for (int i = 0; i < 4 && i < pendingBytes; i++) {
            if (peek(i) != (byte) (FrameHeader.MAGIC >>> (24 - 8 * i))) {
                return false;
            }
        }
        return true;
    }

    private FrameException breakWith(FrameException e) {
        broken = e;
        clear();
        return e;
    }

    /** The byte {@code ahead} of the read position; only called for the few bytes of a header. */
    private byte peek(int ahead) {
        Iterator<Buffer> following = pieces.iterator();
        Buffer piece = following.next();
        int at = offset + ahead;
        while (at >= piece.length()) {
            at -= piece.length();
            piece = following.next();
        }
        return piece.getByte(at);
    }

    private int readInt() {
        Buffer first = pieces.getFirst();
        if (first.length() - offset >= 4) {
            int value = first.getInt(offset);
            advance(first, 4);
            return value;
        }
        byte[] four = new byte[4];
        take(four, 0, 4);
        return four[0] << 24 | (four[1] & 0xFF) << 16 | (four[2] & 0xFF) << 8 | (four[3] & 0xFF);
    }

    private void take(byte[] target, int from, int count) {
        int taken = 0;
        while (taken < count) {
            Buffer first = pieces.getFirst();
            int n = Math.min(count - taken, first.length() - offset);
            first.getBytes(offset, offset + n, target, from + taken);
            taken += n;
            advance(first, n);
        }
    }

    private void advance(Buffer first, int count) {
        offset += count;
        pendingBytes -= count;
        if (offset == first.length()) {
            pieces.removeFirst();
            offset = 0;
            if (first == block) {
                block = null;
            }
        }
    }
}
