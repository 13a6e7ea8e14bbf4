package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

    /** They ask as fast as they are answered: few of them leave the processors to nodes that start. */
    private static final int REGULARS = Pause.SHORT ? 8 : CLIENTS;

    private static final long TICK_MS = 1;
    private static final long LONGEST_SECONDS = 60;

    private final InetSocketAddress server;
    private final Pace pace;
    private final long longestSeconds;
    private final Random random;
    private final List<Client> clients = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final List<ConnectionLog> logs = new ArrayList<>();
    private final List<Errands> errands = new ArrayList<>();
    private volatile boolean open = true;
    private long tokens;

    /** What one client after the other plays. */
    private record Place(Part part, Errands errands) {}

    /**
     * @param seed of all that is left to chance
     */
    Crowd(InetSocketAddress server, long seed, Pace pace) {
        this(server, new Random(seed), pace, LONGEST_SECONDS);
    }

    private Crowd(InetSocketAddress server, Random random, Pace pace, long longestSeconds) {
        this(server, random, Part.cast(CLIENTS, random), pace, longestSeconds);
    }

    private Crowd(InetSocketAddress server, Random random, List<Part> cast, Pace pace, long longestSeconds) {
        this.longestSeconds = longestSeconds;
        this.server = server;
        this.pace = pace;
        this.random = random;
        cast.forEach(part -> places.add(new Place(part, new Errands())));
        places.forEach(place -> errands.add(place.errands));
    }

    /** Everybody is there, and stays for so long at most. */
    static Crowd patient(InetSocketAddress server, long seed, long longestSeconds) {
        return new Crowd(server, new Random(seed), Pace.STEADY, longestSeconds);
    }

    /** Only regulars, for so long at most. */
    static Crowd ofRegulars(InetSocketAddress server, long seed, long longestSeconds) {
        return new Crowd(server, new Random(seed), Part.regulars(REGULARS), Pace.STEADY, longestSeconds);
    }

    static InetSocketAddress onLoopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Nobody asks anything more; whoever has all his answers leaves. For any thread. */
    void sendHome() {
        open = false;
    }

    /** What the clients wanted done, once the crowd has ended. */
    List<Errands> errands() {
        return errands;
    }

    @Override
    public List<ConnectionLog> call() throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(longestSeconds);
        try (Selector selector = Selector.open()) {
            for (Place place : List.copyOf(places)) {
                Client client = join(place, selector);
                if (client == null) {
                    places.remove(place);
                } else {
                    clients.add(client);
                }
            }
            long tickNanos = System.nanoTime();
            while (!clients.isEmpty() && tickNanos < endNanos) {
                selector.select(Crowd::onReady, TICK_MS);
                long nowNanos = System.nanoTime();
                if (nowNanos - tickNanos >= TimeUnit.MILLISECONDS.toNanos(TICK_MS)) {
                    tickNanos = nowNanos;
                    clients.forEach(open ? client -> client.onTime(nowNanos) : Client::goHome);
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
                Place place = places.get(i);
                boolean comesBack = place.part.comesBack() && (open || place.errands.areOpen());
                Client next = comesBack ? join(place, selector) : null;
                if (next != null) {
                    clients.set(i, next);
                } else {
                    clients.remove(i);
                    places.remove(i);
                }
            }
        }
    }

    /** Connects a client; null if the server does not listen any more. */
    private @Nullable Client join(Place place, Selector selector) {
        Part part = place.part;
        ConnectionLog log = new ConnectionLog(logs.size() + 1, part.toString());
        try {
            Wire wire = new Wire(server, part.receiveBytes(), selector, log);
            logs.add(log);
            Random own = new Random(random.nextLong());
            Client client =
                    part.play(new Client.Seat(wire, log, new Asking(own, () -> ++tokens, pace), place.errands, own));
            client.begin();
            return client;
        } catch (IOException e) {
            return null;
        }
    }
}
