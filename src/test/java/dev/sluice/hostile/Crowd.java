package dev.sluice.hostile;

import dev.sluice.hostile.Script.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** All connections of one shape: as many as it may have, and new ones for those that ended. Confined to the client loop. */
final class Crowd {
    private static final int OPENED_PER_TICK = 16;
    private static final int RECEIVE_BYTES_OF_NON_READERS = 16 * 1024;

    /** So that the ports of churning clients do not run out; the polite client has 127.0.0.1 for itself. */
    private static final int SOURCES = 8;

    private final Shape shape;
    private final Tally tally = new Tally();
    private final List<Peer> peers = new ArrayList<>();
    private int nextSource;

    Crowd(Shape shape) {
        this.shape = shape;
    }

    Shape shape() {
        return shape;
    }

    Tally tally() {
        return tally;
    }

    void onTick(Selector selector, InetSocketAddress server, long nowNanos) throws IOException {
        for (Peer peer : peers) {
            peer.onTick(nowNanos);
        }
        peers.removeIf(peer -> !peer.isOpen());
        for (int i = 0; i < OPENED_PER_TICK && peers.size() < shape.connections(); i++) {
            open(selector, server);
        }
    }

    void leave() {
        peers.forEach(Peer::leave);
    }

    private void open(Selector selector, InetSocketAddress server) throws IOException {
        Script script = shape.script();
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (script.reading() == Reading.NOTHING) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES_OF_NON_READERS);
            }
            byte lastByte = (byte) (2 + nextSource++ % SOURCES);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, lastByte}), 0));
            channel.connect(server);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            Peer peer = new Peer(key, script, tally);
            key.attach(peer);
            peers.add(peer);
        } catch (IOException e) {
            channel.close();
            tally.ended(Tally.Ending.NOT_CONNECTED);
        }
    }
}
