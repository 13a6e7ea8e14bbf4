package dev.sluice.load;

import dev.sluice.frame.FrameHeader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a number of requests in flight on each of some connections, from one thread, and counts the answers. Every answer
 * is replaced by a request at once; all requests of one read leave in one write.
 */
final class ClosedLoop implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Selector selector = Selector.open();
    private final byte[] request;
    private long answers;

    private static final class Peer {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        int owed;

        Peer(SocketChannel channel) {
            this.channel = channel;
        }
    }

    ClosedLoop(InetSocketAddress server, int connections, int depth, byte[] body) throws IOException {
        request = new byte[FrameHeader.BYTES + body.length];
        FrameHeader.write(request, 0, 1, body.length);
        System.arraycopy(body, 0, request, FrameHeader.BYTES, body.length);
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Peer peer = new Peer(channel);
            peer.owed = depth;
            send(peer);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, peer);
        }
    }

    /** Runs for a while and returns the answers per second. */
    long perSecond(long seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        answers = 0;
        long now = start;
        while (now < end) {
            selector.select(key -> onReadable((Peer) key.attachment()), 100);
            now = System.nanoTime();
        }
        return answers * TimeUnit.SECONDS.toNanos(1) / (now - start);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void onReadable(Peer peer) {
        try {
            if (peer.channel.read(peer.in) < 0) {
                throw new IOException("the server closed the connection");
            }
            peer.in.flip();
            while (peer.in.remaining() >= FrameHeader.BYTES) {
                int frameBytes = FrameHeader.BYTES + peer.in.getInt(peer.in.position() + 8);
                if (peer.in.remaining() < frameBytes) {
                    break;
                }
                peer.in.position(peer.in.position() + frameBytes);
                peer.owed++;
                answers++;
            }
            peer.in.compact();
            send(peer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(Peer peer) throws IOException {
        if (peer.owed == 0) {
            return;
        }
        ByteBuffer out = ByteBuffer.allocate(peer.owed * request.length);
        for (; peer.owed > 0; peer.owed--) {
            out.put(request);
        }
        out.flip();
        while (out.hasRemaining()) {
            peer.channel.write(out);
        }
    }
}
