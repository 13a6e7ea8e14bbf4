package dev.sluice.bus;

/**
 * Another node, for as long as it is heard of without a gap. Made by the directory, read by all loops. Once lost it stays
 * lost: a node that is heard of again is another object, so that nothing of before is mistaken for it.
 */
public final class RemoteNode {
    private final String id;
    private volatile boolean lost;

    /**
     * @param id the node's name, new with each of its starts
     */
    public RemoteNode(String id) {
        this.id = id;
    }

    /** The node's name. */
    public String id() {
        return id;
    }

    /** Whoever has a call there waits for nothing any more. For any thread. */
    public void lose() {
        lost = true;
    }

    /** True if it left, was not heard of for too long, or its connection broke. */
    public boolean isLost() {
        return lost;
    }
}
