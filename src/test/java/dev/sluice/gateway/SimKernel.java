package dev.sluice.gateway;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one connection, seen from the server. Takes bytes when the schedule says so and reports whole writes, as
 * Netty does. Refuses what the contract of {@link Transport} forbids; whether an end was in order is for the
 * {@link Promises}.
 */
final class SimKernel implements Transport {
    /** How a flush is met. */
    enum Mode {
        TAKES_ALL,
        TAKES_SOME,
        TAKES_NOTHING
    }

    /** One of so many peers takes up to so long to get what the kernel has for it. */
    private static final int SLOW_ONE_OF = 4;

    private static final int SLOWEST_MS = 40_000;

    /** One write; the copy shows whether the array was changed before it was taken. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(byte[] source, int offset, byte[] copy) {}

    private final SimClient client;
    private final SimClock clock;
    private final Promises promises;
    private final Random random;
    private final SimCoverage coverage;
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

    Mode mode = Mode.TAKES_ALL;
    private Reading reading = Reading.ON;
    private int unflushed;
    private int flushed;
    private int takenOfFirst;
    private int reported;
    private int written;
    private long waitingSinceNanos;
    private boolean fin;
    private long finNanos;
    private long deliveredNanos;
    private boolean gone;
    private @Nullable Connection connection;

    SimKernel(SimClient client, SimWorld world) {
        this.client = client;
        this.clock = world.clock();
        this.promises = world.promises();
        this.random = world.random();
        this.coverage = world.coverage();
        this.waitingSinceNanos = clock.now();
    }

    void connect(Connection newConnection) {
        connection = newConnection;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        promises.require(!gone && !fin, "Transport", "write after the end");
        promises.require(length > 0, "Transport", "empty write");
        if (inTransport() == 0) {
            waitingSinceNanos = clock.now();
        }
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        chunks.addLast(new Chunk(bytes, offset, copy));
        unflushed += length;
        written += length;
        promises.require(inTransport() <= TransportRoom.WINDOW_BYTES, "P5", "more in the transport than the window");
        if (inTransport() == TransportRoom.WINDOW_BYTES) {
            coverage.count(SimEvent.WINDOW_FULL);
        }
        client.receiver.receive(copy);
    }

    @Override
    public void flush() {
        promises.require(!gone, "Transport", "flush after the end");
        flushed += unflushed;
        unflushed = 0;
        switch (mode) {
            case TAKES_ALL -> take(flushed);
            case TAKES_SOME -> take(random.nextInt(flushed + 1));
            case TAKES_NOTHING -> {}
        }
    }

    @Override
    public void read(Reading newReading) {
        promises.require(newReading != reading, "Connection", "told the same reading twice");
        reading = newReading;
        if (newReading == Reading.OFF) {
            coverage.count(SimEvent.READING_OFF);
        }
    }

    @Override
    public void shutdownOutput() {
        promises.require(!gone && !fin, "Transport", "FIN after the end");
        promises.require(inTransport() == 0, "P1", "FIN while " + inTransport() + " bytes were not taken");
        fin = true;
        finNanos = clock.now();
        deliveredNanos = finNanos + (random.nextInt(SLOW_ONE_OF) == 0 ? random.nextInt(SLOWEST_MS) * SimClock.MS : 0);
        promises.onFin(client);
    }

    @Override
    public void close() {
        promises.require(!gone, "Transport", "closed twice");
        promises.require(inTransport() == 0, "P1", "close while " + inTransport() + " bytes were not taken");
        promises.onClose(client);
        end();
    }

    @Override
    public void abort() {
        promises.require(!gone, "Transport", "closed twice");
        promises.onAbort(client);
        end();
    }

    private void end() {
        gone = true;
        client.onGone();
    }

    /** The client broke the connection. */
    void lose() {
        gone = true;
    }

    /** Takes some of what was flushed. */
    void takeSome() {
        take(random.nextInt(flushed + 1));
    }

    void takeAll() {
        take(flushed);
    }

    private void take(int bytes) {
        if (bytes > 0 && !gone) {
            flushed -= bytes;
            takenOfFirst += bytes;
            while (!chunks.isEmpty() && takenOfFirst >= chunks.getFirst().copy.length) {
                Chunk chunk = chunks.removeFirst();
                int length = chunk.copy.length;
                takenOfFirst -= length;
                boolean unchanged =
                        Arrays.equals(chunk.copy, 0, length, chunk.source, chunk.offset, chunk.offset + length);
                promises.require(unchanged, "WriteBatch", "bytes changed between write and their departure");
                reported += length;
                waitingSinceNanos = clock.now();
                if (connection != null) {
                    connection.onWritten(length);
                }
            }
        }
    }

    /** Bytes written and not taken. */
    int inTransport() {
        return unflushed + flushed;
    }

    /** Bytes written whose departure was not reported. */
    int unreported() {
        return written - reported;
    }

    /** Since when no write was taken whole, or none was waiting. */
    long waitingSinceNanos() {
        return waitingSinceNanos;
    }

    boolean isRead() {
        return reading == Reading.ON && !gone;
    }

    boolean isFin() {
        return fin;
    }

    long finNanos() {
        return finNanos;
    }

    /** When the peer's kernel has, or will have, all that was written. */
    long deliveredNanos() {
        return deliveredNanos;
    }

    @Override
    public boolean isDelivered() {
        return clock.now() >= deliveredNanos;
    }

    boolean isGone() {
        return gone;
    }
}
