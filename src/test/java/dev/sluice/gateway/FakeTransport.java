package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A socket without a network. Records what the connection does, refuses what the contract of {@link Transport} forbids,
 * and takes bytes when the test says so.
 */
final class FakeTransport implements Transport {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> writes = new ArrayList<>();
    private @Nullable Connection connection;
    private Runnable onGone = () -> {};
    private boolean takesAtOnce = true;
    private int flushes;
    private int unflushed;
    private int untaken;
    private Reading reading = Reading.ON;
    private boolean delivered = true;
    private boolean fin;
    private boolean closed;
    private boolean aborted;

    /**
     * @param newOnGone called when the connection closes its side, some time before it is told
     */
    void attach(Connection newConnection, Runnable newOnGone) {
        connection = newConnection;
        onGone = newOnGone;
    }

    /** From now on the client's kernel has not got everything, or has it again. */
    void delivered(boolean newDelivered) {
        delivered = newDelivered;
    }

    @Override
    public boolean isDelivered() {
        return delivered;
    }

    /** From now on the kernel takes bytes only with {@link #take}. */
    void takeNothing() {
        takesAtOnce = false;
    }

    /** From now on the kernel takes every flush at once; what lies there it takes now. */
    void takeEverything() {
        takesAtOnce = true;
        take(untaken);
    }

    /** The kernel takes bytes that were flushed. */
    void take(int count) {
        assertThat(count).as("bytes to take").isLessThanOrEqualTo(untaken);
        if (count > 0 && connection != null) {
            untaken -= count;
            connection.onWritten(count);
        }
    }

    /** The kernel takes some of the bytes that were flushed. */
    void takeSome(Random random) {
        take(random.nextInt(untaken + 1));
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        assertThat(isGone() || fin).as("write after the end").isFalse();
        bytes.write(source, offset, length);
        writes.add(length);
        unflushed += length;
    }

    @Override
    public void flush() {
        assertThat(isGone()).as("flush after the end").isFalse();
        flushes++;
        untaken += unflushed;
        unflushed = 0;
        if (takesAtOnce) {
            take(untaken);
        }
    }

    @Override
    public void read(Reading newReading) {
        assertThat(newReading).as("reading, told twice").isNotEqualTo(reading);
        reading = newReading;
    }

    @Override
    public void shutdownOutput() {
        assertThat(inTransport()).as("bytes not taken at FIN").isZero();
        assertThat(isGone() || fin).as("FIN after the end").isFalse();
        fin = true;
    }

    @Override
    public void close() {
        assertThat(inTransport()).as("bytes not taken at close").isZero();
        assertThat(isGone()).as("closed twice").isFalse();
        closed = true;
        onGone.run();
    }

    @Override
    public void abort() {
        assertThat(isGone()).as("closed twice").isFalse();
        aborted = true;
        onGone.run();
    }

    /** All bytes written so far. */
    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The sizes of all writes so far. */
    List<Integer> writes() {
        return writes;
    }

    int flushes() {
        return flushes;
    }

    /** Bytes written and not taken. */
    int inTransport() {
        return unflushed + untaken;
    }

    Reading reading() {
        return reading;
    }

    boolean fin() {
        return fin;
    }

    boolean closed() {
        return closed;
    }

    boolean aborted() {
        return aborted;
    }

    boolean isGone() {
        return closed || aborted;
    }
}
