package dev.sluice.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one thread of a generator, and when their requests are sent: in a closed loop as soon as an answer makes
 * place, in an open loop at equal distances, whatever the answers do. Latencies of an open loop count from when a request was
 * to be sent, so a server that stands still for a while is charged for every request it kept from being sent.
 */
final class LoadLoop {
    /** How long answers, and the end of a server that was told to stop, are waited for after the last request. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    /** Selectors count milliseconds; what is due sooner than in two is looked for again and again. */
    private static final long COARSE_NANOS = 2_000_000;

    private static final long PARK_NANOS = 50_000;
    private static final long MOST_MS = 100;

    private final BenchPlan plan;
    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Tally tally;
    private final long startNanos;
    private final long endNanos;
    private final double nanosBetween;

    private volatile long results;
    private boolean sending = true;
    private long sent;
    private int next;
    private int ended;
    private @Nullable IOException failure;

    /**
     * @param sockets connected; the loop closes them
     * @param first the index of the first of them among all of the generator
     * @param startNanos when to begin, on the clock of {@link System#nanoTime()}
     */
    LoadLoop(BenchPlan plan, List<SocketChannel> sockets, int first, Supplier<Wire> wires, long startNanos)
            throws IOException {
        this.plan = plan;
        this.startNanos = startNanos;
        long fromNanos = startNanos + plan.warmup().toNanos();
        this.endNanos = fromNanos + plan.duration().toNanos();
        this.tally = new Tally(fromNanos, endNanos);
        this.nanosBetween = 1e9 * plan.connections() / (plan.rate() * sockets.size());
        this.selector = Selector.open();
        for (SocketChannel socket : sockets) {
            socket.configureBlocking(false);
            SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
            LoadConnection connection = new LoadConnection(key, plan, wires.get(), tally, first + connections.size());
            key.attach(connection);
            connections.add(connection);
        }
    }

    /** Sends and reads until the time is over and all is answered, or nobody answers any more. */
    Tally run() throws IOException {
        try (selector) {
            long now = System.nanoTime();
            if (!plan.isOpen()) {
                connections.forEach(this::turn);
            }
            while (now - endNanos < 0 && isAlive()) {
                if (plan.isOpen()) {
                    sendDue(now);
                }
                await(now);
                now = System.nanoTime();
            }
            if (plan.isOpen() && isAlive()) {
                sendDue(endNanos);
                tally.unsent(due(endNanos) - sent);
            }
            sending = false;
            while (now - endNanos < PATIENCE_NANOS && isAlive() && isAnythingToCome()) {
                selector.select(this::ready, MOST_MS);
                now = System.nanoTime();
            }
            if (failure instanceof WireException) {
                throw failure;
            }
        } finally {
            for (LoadConnection connection : connections) {
                connection.end();
            }
        }
        return tally;
    }

    /** The server was told to stop. For any thread. */
    void signalled() {
        tally.signalled();
    }

    /** Results so far. For any thread. */
    long results() {
        return results;
    }

    private boolean isAlive() {
        return ended < connections.size() && !(failure instanceof WireException);
    }

    /** Answers, or the end of a server that was told to stop. */
    private boolean isAnythingToCome() {
        return tally.isSignalled()
                || connections.stream().anyMatch(connection -> !connection.isEnded() && connection.inFlight() > 0);
    }

    /** How many requests of an open loop are to be sent until then. */
    private long due(long nanos) {
        return (long) ((nanos - startNanos) / nanosBetween);
    }

    private void sendDue(long now) {
        long due = due(now);
        while (sent < due && sendOne(startNanos + (long) (sent * nanosBetween))) {
            sent++;
        }
        for (LoadConnection connection : connections) {
            if (connection.hasUnwritten()) {
                turn(connection);
            }
        }
    }

    /** On whichever connection is next and has a place. */
    private boolean sendOne(long since) {
        for (int i = 0; i < connections.size(); i++) {
            LoadConnection connection = connections.get(next);
            next = next + 1 == connections.size() ? 0 : next + 1;
            if (connection.send(since)) {
                return true;
            }
        }
        return false;
    }

    private void await(long now) throws IOException {
        results = tally.results();
        if (!plan.isOpen()) {
            selector.select(this::ready, MOST_MS);
            return;
        }
        long wait = startNanos + (long) (sent * nanosBetween) - now;
        if (wait >= COARSE_NANOS) {
            selector.select(this::ready, Math.min(MOST_MS, wait / 1_000_000));
        } else if (selector.selectNow(this::ready) == 0 && wait > 0) {
            LockSupport.parkNanos(Math.min(wait, PARK_NANOS));
        } else if (wait < 0) {
            selector.select(this::ready, 1); // no place is free: only an answer helps
        }
    }

    private void ready(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (key.isReadable() && !connection.read()) {
                end(connection, null);
                return;
            }
        } catch (IOException e) {
            end(connection, e);
            return;
        }
        turn(connection);
    }

    private void turn(LoadConnection connection) {
        try {
            if (sending && !plan.isOpen()) {
                connection.fill(System.nanoTime());
            } else {
                connection.flush();
            }
        } catch (IOException e) {
            end(connection, e);
        }
    }

    private void end(LoadConnection connection, @Nullable IOException cause) {
        if (connection.isEnded()) {
            return;
        }
        ended++;
        tally.cut();
        if (failure == null || cause instanceof WireException) {
            failure = cause;
        }
        try {
            connection.end();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }
}
