package dev.sluice.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One connection of a {@link Generator}. Every request is the same frame but for its id, which counts up; so the bytes
 * written say how many requests were written. Confined to the generator's thread.
 *
 * <p>Invariant: {@code written <= encoded <= queued}, ids counted from 0; a request in flight has a due time that is not 0.
 */
final class LoadPeer {
    private static final int RING = 16 * 1024;
    private static final int BUFFER_BYTES = 128 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final byte[] frame;
    private final AnswerStream answers = new AnswerStream();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final long[] dueNanos = new long[RING];
    private final long[] writtenNanos = new long[RING];
    private long bytesWritten;
    private long queued;
    private long encoded;
    private long written;
    private int inFlight;

    LoadPeer(InetSocketAddress server, Selector selector, byte[] frame) throws IOException {
        this.frame = frame;
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    int inFlight() {
        return inFlight;
    }

    /** Queues a request; false if so many are in flight that its place is taken. */
    boolean request(long dueAtNanos) {
        int place = (int) queued & (RING - 1);
        if (dueNanos[place] != 0) {
            return false;
        }
        dueNanos[place] = dueAtNanos;
        queued++;
        inFlight++;
        return true;
    }

    /** Writes what is queued, as far as the kernel takes it. */
    void flush() throws IOException {
        while (written != queued) {
            while (encoded != queued && out.remaining() >= frame.length) {
                out.put(frame).putInt(out.position() - frame.length + 4, (int) encoded++);
            }
            out.flip();
            bytesWritten += channel.write(out);
            boolean taken = !out.hasRemaining();
            out.compact();
            countWritten();
            if (!taken) {
                break;
            }
        }
        key.interestOps(written == queued ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** Reads answers and counts them. */
    void read(Offered phase) throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the server closed a connection");
        }
        in.flip();
        long nowNanos = System.nanoTime();
        while (answers.next(in)) {
            int place = answers.requestId() & (RING - 1);
            if (dueNanos[place] == 0) {
                throw new IOException("nobody awaits " + answers.text());
            }
            phase.answered(answers, dueNanos[place], writtenNanos[place], nowNanos);
            dueNanos[place] = 0;
            inFlight--;
        }
        in.clear();
    }

    void close() throws IOException {
        channel.close();
    }

    private void countWritten() {
        long nowNanos = System.nanoTime();
        for (long whole = bytesWritten / frame.length; written < whole; written++) {
            writtenNanos[(int) written & (RING - 1)] = nowNanos;
        }
    }
}
