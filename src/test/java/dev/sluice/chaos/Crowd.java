package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Pace;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All clients of one run, on one thread, from the first connection until the server has ended the last one, or a minute
 * has passed.
 */
final class Crowd implements Callable<List<ConnectionLog>> {
    private static final int CLIENTS = 64;
    private static final long TICK_MS = 1;
    private static final long LONGEST_SECONDS = 60;

    private final int port;
    private final Pace pace;
    private final long longestSeconds;
    private final Random random;
    private final List<Client> clients = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<ConnectionLog> logs = new ArrayList<>();
    private long tokens;

    /**
     * @param seed of all that is left to chance
     */
    Crowd(int port, long seed, Pace pace) {
        this(port, seed, pace, LONGEST_SECONDS);
    }

    /** The same with another limit to how long it stays. */
    Crowd(int port, long seed, Pace pace, long longestSeconds) {
        this.longestSeconds = longestSeconds;
        this.port = port;
        this.pace = pace;
        this.random = new Random(seed);
    }

    @Override
    public List<ConnectionLog> call() throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(longestSeconds);
        try (Selector selector = Selector.open()) {
            for (Part part : Part.cast(CLIENTS, random)) {
                Client client = join(part, selector);
                if (client != null) {
                    clients.add(client);
                    parts.add(part);
                }
            }
            long tickNanos = System.nanoTime();
            while (!clients.isEmpty() && tickNanos < endNanos) {
                selector.select(Crowd::onReady, TICK_MS);
                long nowNanos = System.nanoTime();
                if (nowNanos - tickNanos >= TimeUnit.MILLISECONDS.toNanos(TICK_MS)) {
                    tickNanos = nowNanos;
                    clients.forEach(client -> client.onTime(nowNanos));
                    replaceGone(selector);
                }
            }
            for (Client client : clients) {
                client.log().ended(Ending.OPEN, System.nanoTime());
                client.wire().close();
            }
        }
        return logs;
    }

    private static void onReady(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof Client client) {
            client.onReady(key);
        }
    }

    private void replaceGone(Selector selector) {
        for (int i = clients.size() - 1; i >= 0; i--) {
            if (clients.get(i).isGone()) {
                Part part = parts.get(i);
                Client next = part.comesBack() ? join(part, selector) : null;
                if (next != null) {
                    clients.set(i, next);
                } else {
                    clients.remove(i);
                    parts.remove(i);
                }
            }
        }
    }

    /** Connects a client; null if the server does not listen any more. */
    private @Nullable Client join(Part part, Selector selector) {
        ConnectionLog log = new ConnectionLog(logs.size() + 1, part.toString());
        try {
            Wire wire = new Wire(port, part.receiveBytes(), selector, log);
            logs.add(log);
            Random own = new Random(random.nextLong());
            Client client = part.play(new Client.Seat(wire, log, new Asking(own, () -> ++tokens, pace), own));
            client.begin();
            return client;
        } catch (IOException e) {
            return null;
        }
    }
}
