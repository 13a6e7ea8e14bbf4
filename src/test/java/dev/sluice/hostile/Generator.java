package dev.sluice.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Offers requests of one kind on some connections: so many in flight (closed loop), or so many a second whatever comes
 * back (open loop; latencies count from when a request was due). Used by one thread at a time.
 */
final class Generator implements AutoCloseable {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long GRACE_NANOS = 15 * SECOND_NANOS;

    private final Selector selector = Selector.open();
    private final List<LoadPeer> peers = new ArrayList<>();
    private int turn;

    Generator(InetSocketAddress server, int connections, String method, String params) throws IOException {
        byte[] frame = Frames.call(0, method, params);
        for (int i = 0; i < connections; i++) {
            peers.add(new LoadPeer(server, selector, frame));
        }
    }

    /** Keeps a number of requests in flight on each connection. */
    Offered closed(int depth, double seconds) throws IOException {
        Offered phase = phase(seconds);
        while (phase.isOn(System.nanoTime())) {
            for (LoadPeer peer : peers) {
                if (peer.inFlight() < depth) {
                    long nowNanos = System.nanoTime();
                    while (peer.inFlight() < depth) {
                        request(peer, phase, nowNanos);
                    }
                    peer.flush();
                }
            }
            turn(phase, 100);
        }
        return finish(phase);
    }

    /** Sends at a steady rate over all connections in turn. */
    Offered open(double perSecond, double seconds) throws IOException {
        Offered phase = phase(seconds);
        long startNanos = System.nanoTime();
        long due = 0;
        for (long nowNanos = startNanos; phase.isOn(nowNanos); nowNanos = System.nanoTime()) {
            long dueByNow = (long) ((nowNanos - startNanos) * perSecond / SECOND_NANOS);
            for (; due < dueByNow; due++) {
                turn = (turn + 1) % peers.size();
                request(peers.get(turn), phase, startNanos + (long) (due * (SECOND_NANOS / perSecond)));
            }
            for (LoadPeer peer : peers) {
                peer.flush();
            }
            turn(phase, 1);
        }
        return finish(phase);
    }

    @Override
    public void close() throws IOException {
        for (LoadPeer peer : peers) {
            peer.close();
        }
        selector.close();
    }

    private static Offered phase(double seconds) {
        long nowNanos = System.nanoTime();
        return new Offered(nowNanos, nowNanos + (long) (seconds * SECOND_NANOS));
    }

    private static void request(LoadPeer peer, Offered phase, long dueNanos) {
        if (peer.request(dueNanos)) {
            phase.sent();
        } else {
            phase.unsent();
        }
    }

    private void turn(Offered phase, long waitMs) throws IOException {
        selector.select(waitMs);
        for (SelectionKey key : selector.selectedKeys()) {
            LoadPeer peer = (LoadPeer) key.attachment();
            if (key.isReadable()) {
                peer.read(phase);
            }
            if (key.isWritable()) {
                peer.flush();
            }
        }
        selector.selectedKeys().clear();
    }

    /** Waits for what is still owed; it counts as latency, not as goodput. */
    private Offered finish(Offered phase) throws IOException {
        long endNanos = System.nanoTime() + GRACE_NANOS;
        while (owed() > 0 && System.nanoTime() - endNanos < 0) {
            turn(phase, 10);
        }
        phase.missing(owed());
        return phase;
    }

    private int owed() {
        return peers.stream().mapToInt(LoadPeer::inFlight).sum();
    }
}
