package dev.sluice.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * A client's socket: writes what it is given when the kernel takes it, and keeps the log true of what left and how it
 * ended. Confined to the crowd's thread.
 */
final class Wire {
    private static final int CONNECT_MS = 5_000;
    private static final int PIECE_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ConnectionLog log;
    private final Inbox inbox = new Inbox();
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private final ArrayDeque<ByteBuffer> out = new ArrayDeque<>();
    private boolean reading = true;

    /** A write has failed: the end of the input is then no orderly end. */
    private boolean broken;

    /**
     * Connects.
     *
     * @param server whom to
     * @param receiveBytes the kernel's buffer for what the client does not read yet, 0 for its own choice
     * @throws IOException if there is nobody to connect to any more
     */
    Wire(InetSocketAddress server, int receiveBytes, Selector selector, ConnectionLog log) throws IOException {
        this.log = log;
        channel = SocketChannel.open();
        try {
            if (receiveBytes > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(server, CONNECT_MS);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** From now on the selector tells of this client. */
    void attach(Client client) {
        key.attach(client);
    }

    void send(byte[] bytes) {
        out.addLast(ByteBuffer.wrap(bytes));
    }

    /** Gives the kernel what it takes. */
    void flush() {
        if (!channel.isOpen() || broken) {
            return;
        }
        try {
            while (!out.isEmpty()) {
                long written = channel.write(out.toArray(new ByteBuffer[0]));
                log.written(written);
                if (written == 0) {
                    break;
                }
                while (!out.isEmpty() && !out.getFirst().hasRemaining()) {
                    out.removeFirst();
                }
            }
        } catch (IOException e) {
            broken = true; // what has arrived can still be read
            out.clear();
        }
        listen();
    }

    boolean isFlushed() {
        return out.isEmpty();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    Inbox inbox() {
        return inbox;
    }

    /** Reads once; false if the stream has ended, or has nothing now. */
    boolean read(int mostBytes) {
        if (!channel.isOpen()) {
            return false;
        }
        try {
            piece.clear().limit(Math.min(mostBytes, PIECE_BYTES));
            int length = channel.read(piece);
            if (length < 0) {
                end(broken || inbox.isInsideFrame() ? Ending.RESET : Ending.FIN);
                return false;
            }
            inbox.add(piece.flip());
            return length > 0;
        } catch (IOException e) {
            end(Ending.RESET);
            return false;
        }
    }

    /** From now on the selector does not tell of input: it is read when the client likes to, or never. */
    void stopListening() {
        reading = false;
        listen();
    }

    /** Says that nothing more will be asked. */
    void halfClose() {
        log.halfClosed();
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            broken = true;
        }
    }

    /** Closes; with unread input that is a reset, too. */
    void leave() {
        end(Ending.LEFT);
        close();
    }

    /** Closes with a reset at once, whatever is on its way. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            broken = true;
        }
        leave();
    }

    /** Closes after the other side has ended. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            broken = true;
        }
    }

    private void end(Ending ending) {
        log.ended(ending, System.nanoTime());
    }

    private void listen() {
        if (key.isValid()) {
            key.interestOps((reading ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }
}
