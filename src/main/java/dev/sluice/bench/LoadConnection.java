package dev.sluice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection of a generator: its socket, its buffers, and a place for each request in flight, whose number is the
 * request's id. For its loop.
 *
 * <p>Invariant: {@code freeCount} places are free, all others {@code inFlight}.
 */
final class LoadConnection implements Wire.Answers {
    private static final int LEAST_BUFFER_BYTES = 4 * 1024;
    private static final int MOST_BUFFER_BYTES = 128 * 1024;
    private static final double GOLDEN_RATIO = 0.618;
    private static final int LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Wire wire;
    private final Tally tally;
    private final double slowShare;
    private final boolean isOpenLoop;

    private final int[] free;
    private int freeCount;
    private final boolean[] inFlight;
    private final boolean[] slow;
    private final long[] sinceNanos;
    private double slowDue;

    private ByteBuffer in;
    private final ByteBuffer out;
    private long nowNanos;
    private boolean ended;
    private boolean saidGoodbye;

    /**
     * @param key of its connected socket, interested in reading
     * @param index of the connection; slow calls of different connections come at different times
     */
    LoadConnection(SelectionKey key, BenchPlan plan, Wire wire, Tally tally, int index) {
        this.channel = (SocketChannel) key.channel();
        this.key = key;
        this.wire = wire;
        this.tally = tally;
        this.slowShare = plan.slowShare();
        this.slowDue = index * GOLDEN_RATIO % 1;
        this.isOpenLoop = plan.isOpen();
        this.free = new int[plan.depth()];
        this.inFlight = new boolean[plan.depth()];
        this.slow = new boolean[plan.depth()];
        this.sinceNanos = new long[plan.depth()];
        for (int id = plan.depth() - 1; id >= 0; id--) {
            free[freeCount++] = id;
        }
        int largest = Math.max(wire.requestBytes(false), wire.requestBytes(true));
        long allInFlight = (long) plan.depth() * largest;
        int bytes = (int) Math.max(LEAST_BUFFER_BYTES, Math.min(MOST_BUFFER_BYTES, allInFlight));
        this.in = ByteBuffer.allocateDirect(bytes);
        this.out = ByteBuffer.allocateDirect(Math.max(bytes, 2 * largest));
        wire.greet(out);
    }

    /** Puts one request behind what is to be written; false if it has no place or no room for it now, or may not. */
    boolean send(long since) {
        if (freeCount == 0 || ended) {
            return false;
        }
        boolean isSlow = slowDue + slowShare >= 1;
        if (out.remaining() < wire.requestBytes(isSlow) || !wire.mayWrite(isSlow)) {
            return false;
        }
        slowDue += slowShare - (isSlow ? 1 : 0);
        int id = free[--freeCount];
        inFlight[id] = true;
        slow[id] = isSlow;
        sinceNanos[id] = since;
        wire.write(out, id, isSlow);
        return true;
    }

    /** Uses every place, and writes what the socket takes. */
    void fill(long since) throws IOException {
        boolean full = false;
        while (!full) {
            full = !send(since);
            if (full && freeCount > 0 && !ended) {
                flush();
                full = !send(since);
            }
        }
        flush();
    }

    /** Writes what the socket takes, and what is left when it takes more. */
    void flush() throws IOException {
        if (out.position() > 0 && !ended) {
            out.flip();
            channel.write(out);
            boolean isLeft = out.hasRemaining();
            out.compact();
            int wanted = isLeft ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    /** Reads what has come, once; false at the end of the stream. */
    boolean read() throws IOException {
        int bytes = channel.read(in);
        if (bytes < 0) {
            return false;
        }
        nowNanos = System.nanoTime();
        in.flip();
        int needed = wire.read(in, this);
        if (needed > in.capacity()) {
            in = grown(in, needed);
        } else {
            in.compact();
        }
        return true;
    }

    private static ByteBuffer grown(ByteBuffer rest, int needed) throws WireException {
        if (needed > LARGEST_ANSWER_BYTES) {
            throw new WireException("an answer of " + needed + " bytes; at most " + LARGEST_ANSWER_BYTES + " are read");
        }
        return ByteBuffer.allocateDirect(2 * needed).put(rest);
    }

    @Override
    public void answered(int id, int code) {
        if (id < 0 || id >= inFlight.length || !inFlight[id]) {
            tally.stray();
            return;
        }
        inFlight[id] = false;
        free[freeCount++] = id;
        tally.answered(isOpenLoop ? sinceNanos[id] : nowNanos, sinceNanos[id], nowNanos, slow[id], code);
    }

    @Override
    public void goodbye() {
        saidGoodbye = true;
    }

    /** Closes the socket; what is in flight stays unanswered. */
    void end() throws IOException {
        if (!ended) {
            ended = true;
            channel.close();
            if (inFlight() > 0) {
                tally.unanswered(inFlight(), saidGoodbye);
            }
        }
    }

    boolean hasUnwritten() {
        return out.position() > 0;
    }

    int inFlight() {
        return inFlight.length - freeCount;
    }

    boolean isEnded() {
        return ended;
    }
}
