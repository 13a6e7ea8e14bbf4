package dev.sluice.limits;

/**
 * What one connection holds of a {@link ByteBudget}. Confined to the connection's event loop. The first
 * {@value #FLOOR_BYTES} bytes are its own; beyond them it reserves in steps, so that small frames cost no atomic
 * operation and an exhausted budget still leaves every connection able to say something.
 *
 * <p>Invariant: 0 &lt;= held &lt;= floor + reserved, and reserved is what the budget has given to this account.
 */
public final class ByteAccount {
    /** What a connection may hold without asking. */
    public static final int FLOOR_BYTES = 4 * 1024;

    /** The steps in which it asks for more. */
    public static final int STEP_BYTES = 16 * 1024;

    private final ByteBudget budget;
    private long heldBytes;
    private long reservedBytes;
    private boolean closed;

    /** An account that holds nothing. */
    public ByteAccount(ByteBudget budget) {
        this.budget = budget;
    }

    /** Takes bytes before they are buffered; false, and nothing is taken, if the node has no room for them. */
    public boolean take(long bytes) {
        long missing = heldBytes + bytes - FLOOR_BYTES - reservedBytes;
        if (closed || (missing > 0 && !reserve(missing))) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    /**
     * Takes bytes that have arrived already and cannot be waited for, beyond the budget if need be; false, and nothing is
     * taken, if it is overdrawn too far.
     */
    public boolean overdraw(long bytes) {
        long missing = heldBytes + bytes - FLOOR_BYTES - reservedBytes;
        if (closed) {
            return false;
        }
        if (missing > 0) {
            if (!budget.overdraw(missing)) {
                return false;
            }
            reservedBytes += missing;
        }
        heldBytes += bytes;
        return true;
    }

    /** True while the node holds more than its budget. */
    public boolean isOverdrawn() {
        return budget.isOverdrawn();
    }

    /** Gives back bytes that are buffered no more. A step to spare stays while others are in use, for what follows. */
    public void give(long bytes) {
        if (closed) {
            return;
        }
        heldBytes -= bytes;
        assert heldBytes >= 0 : "more given back than held: " + heldBytes;
        long needed = Math.max(0, heldBytes - FLOOR_BYTES);
        long spare = reservedBytes - needed;
        long kept = needed == 0 ? 0 : STEP_BYTES;
        if (spare > kept && (kept == 0 || spare >= 2 * STEP_BYTES)) {
            reservedBytes -= spare - kept;
            budget.release(spare - kept);
        }
    }

    /** Gives everything back: the connection is gone. From now on nothing is taken or given. */
    public void close() {
        budget.release(reservedBytes);
        reservedBytes = 0;
        heldBytes = 0;
        closed = true;
    }

    /** True once the connection is gone. */
    public boolean isClosed() {
        return closed;
    }

    /** Bytes buffered now. */
    public long heldBytes() {
        return heldBytes;
    }

    /** Bytes of the budget that are closed to others because of this account. */
    public long reservedBytes() {
        return reservedBytes;
    }

    /** In steps if there is room for one, else exactly. */
    private boolean reserve(long missing) {
        long steps = (missing + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
        long taken = budget.reserve(steps) ? steps : budget.reserve(missing) ? missing : 0;
        reservedBytes += taken;
        return taken > 0;
    }
}
