package dev.sluice.limits;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that the whole node may hold of one kind. Shared by all event loops; connections come here through a
 * {@link ByteAccount}, in steps.
 *
 * <p>Invariant: 0 &lt;= used &lt;= limit + 1/{@value #OVERDRAFT_PARTS} of it.
 */
public final class ByteBudget {
    /** Bytes that have arrived already may go beyond the limit by this part of it; then nothing more is read. */
    static final int OVERDRAFT_PARTS = 8;

    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /**
     * @param limitBytes 1 or more
     */
    public ByteBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes bytes, all or none; false if there are not so many left. */
    boolean reserve(long bytes) {
        return reserve(bytes, limitBytes);
    }

    /** The same with what may be overdrawn. */
    boolean overdraw(long bytes) {
        return reserve(bytes, limitBytes + limitBytes / OVERDRAFT_PARTS);
    }

    private boolean reserve(long bytes, long mostBytes) {
        while (true) {
            long used = usedBytes.get();
            if (bytes > mostBytes - used) {
                return false;
            }
            if (usedBytes.compareAndSet(used, used + bytes)) {
                return true;
            }
        }
    }

    /** Gives bytes back. */
    void release(long bytes) {
        long now = usedBytes.addAndGet(-bytes);
        assert now >= 0 : "given back more than was taken: " + now;
    }

    /** True while more is taken than the limit. */
    public boolean isOverdrawn() {
        return usedBytes.get() > limitBytes;
    }

    /** Bytes taken now. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** The configured number of bytes. */
    public long limitBytes() {
        return limitBytes;
    }
}
