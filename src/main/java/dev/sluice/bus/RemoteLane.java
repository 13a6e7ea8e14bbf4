package dev.sluice.bus;

/**
 * The worker instances, or the blocking pool, of another node. Made by the directory, read by all loops; what changes is how
 * much it has to do.
 */
public final class RemoteLane {
    private final RemoteNode node;
    private final int capacity;
    private volatile int load;
    private volatile int reports;

    /**
     * @param capacity how many calls it works on at once, 1 or more
     */
    public RemoteLane(RemoteNode node, int capacity) {
        this.node = node;
        this.capacity = capacity;
    }

    /** Whose it is. */
    public RemoteNode node() {
        return node;
    }

    /** How many calls it works on at once. */
    public int capacity() {
        return capacity;
    }

    /** Calls it had when it was last heard of. */
    public int load() {
        return load;
    }

    /** How often it has said so; another number means that it has said so again. */
    int reports() {
        return reports;
    }

    /** It has said how many calls it has. Called by the directory alone. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
    public void load(int calls) {
        load = calls;
        reports++;
    }
}
