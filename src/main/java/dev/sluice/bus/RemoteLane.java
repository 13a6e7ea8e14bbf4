package dev.sluice.bus;

/**
 * The worker instances, or the blocking pool, of another node. Made by the directory, read by all loops; what changes is how
 * much it has to do.
 */
public final class RemoteLane {
    private final RemoteNode node;
    private final int capacity;
    private volatile int load;

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

    /** It has said how many calls it has. */
    public void load(int calls) {
        load = calls;
    }
}
