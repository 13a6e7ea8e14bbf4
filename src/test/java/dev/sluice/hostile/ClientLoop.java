package dev.sluice.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All hostile clients on one thread, which it starts. */
final class ClientLoop implements AutoCloseable {
    private static final long TICK_MS = 50;
    private static final int SCRATCH_BYTES = 256 * 1024;

    private final InetSocketAddress server;
    private final List<Crowd> crowds;
    private final Selector selector = Selector.open();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final Thread thread = new Thread(this::run, "hostile-clients");
    private volatile boolean stopping;
    private @Nullable Throwable broken;

    ClientLoop(InetSocketAddress server, List<Shape> shapes) throws IOException {
        this.server = server;
        this.crowds = shapes.stream().map(Crowd::new).toList();
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes all connections and returns what they did. */
    List<Crowd> stop() throws InterruptedException {
        stopping = true;
        thread.join();
        if (broken != null) {
            throw new IllegalStateException("the hostile clients broke", broken);
        }
        return crowds;
    }

    @Override
    public void close() {
        stopping = true; // its thread cleans up
    }

    private void run() {
        try (selector) {
            long tickNanos = System.nanoTime();
            while (!stopping) {
                long nowNanos = System.nanoTime();
                if (nowNanos - tickNanos >= 0) {
                    tickNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(TICK_MS);
                    for (Crowd crowd : crowds) {
                        crowd.onTick(selector, server, nowNanos);
                    }
                }
                selector.select(key -> ((Peer) key.attachment()).onReady(scratch), TICK_MS);
            }
            crowds.forEach(Crowd::leave);
        } catch (IOException | RuntimeException e) {
            broken = e;
        }
    }
}
