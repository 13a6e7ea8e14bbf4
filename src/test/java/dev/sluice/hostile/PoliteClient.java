package dev.sluice.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A client that behaves: echo requests at a steady rate on one connection, each answer compared to the byte; what is
 * refused as not executed is asked again after a pause, as the answer says. Latencies count from the moment a request was
 * due. Runs on a thread of its own until {@link #stop}.
 */
final class PoliteClient implements AutoCloseable {
    private static final long GRACE_SECONDS = 15;
    private static final int OVERLOADED = -32000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A request that was refused, and when it is asked again. */
    private record Again(int id, long atNanos) {}

    private final Selector selector = Selector.open();
    private final SocketChannel channel;
    private final SelectionKey key;
    private final long periodNanos;
    private final Thread thread = new Thread(this::run, "polite-client");

    private final Map<Integer, Long> dueNanos = new HashMap<>();
    private final Queue<ByteBuffer> out = new ArrayDeque<>();
    private final Queue<Again> refused = new ArrayDeque<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final AnswerStream answers = new AnswerStream();
    private final Politeness seen = new Politeness();
    private int lastId;
    private volatile boolean stopping;

    PoliteClient(InetSocketAddress server, int perSecond) throws IOException {
        periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks no more, waits a while for what is still owed, and returns what was seen. */
    Politeness stop() throws InterruptedException {
        stopping = true;
        thread.join();
        seen.unanswered(dueNanos.size());
        return seen;
    }

    @Override
    public void close() {
        stopping = true; // its thread cleans up
    }

    private void run() {
        try (selector;
                channel) {
            long nextNanos = System.nanoTime();
            while (!stopping) {
                long nowNanos = System.nanoTime();
                while (nextNanos <= nowNanos) {
                    ask(nextNanos);
                    nextNanos += periodNanos;
                }
                turn(nextNanos - nowNanos);
            }
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
            while (!dueNanos.isEmpty() && System.nanoTime() < endNanos) {
                turn(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } catch (IOException e) {
            seen.complain("the connection broke: " + e.getMessage());
        }
    }

    private void ask(long dueAtNanos) {
        int id = ++lastId;
        dueNanos.put(id, dueAtNanos);
        send(id);
        seen.asked();
    }

    private void askAgain(long nowNanos) {
        while (!refused.isEmpty() && refused.element().atNanos <= nowNanos) {
            send(refused.remove().id);
        }
    }

    private void send(int id) {
        out.add(ByteBuffer.wrap(Frames.of(
                id,
                "{\"jsonrpc\":\"2.0\",\"method\":\"demo.echo\",\"params\":[" + id + ",\"polite\"],\"id\":" + id
                        + "}")));
    }

    private void turn(long waitNanos) throws IOException {
        askAgain(System.nanoTime());
        while (!out.isEmpty() && out.element().remaining() > 0) {
            channel.write(out.element());
            if (out.element().hasRemaining()) {
                break;
            }
            out.remove();
        }
        key.interestOps(out.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNanos)));
        if (selector.selectedKeys().remove(key) && key.isReadable()) {
            read();
        }
    }

    private void read() throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the server closed it");
        }
        in.flip();
        long nowNanos = System.nanoTime();
        while (answers.next(in)) {
            onAnswer(nowNanos);
        }
        in.clear();
    }

    private void onAnswer(long nowNanos) {
        int id = answers.requestId();
        if (dueNanos.containsKey(id) && answers.code() == OVERLOADED && answers.isNotExecuted()) {
            seen.refused();
            refused.add(new Again(id, nowNanos + PAUSE_NANOS));
            return;
        }
        Long due = dueNanos.remove(id);
        if (due == null) {
            seen.complain("nobody awaits an answer with id " + id);
        } else if (answers.text()
                .equals("{\"jsonrpc\":\"2.0\",\"result\":[" + id + ",\"polite\"],\"id\":" + id + "}")) {
            seen.answered(nowNanos - due);
        } else {
            seen.complain(answers.text());
        }
    }
}
