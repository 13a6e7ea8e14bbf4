package dev.sluice.cluster;

/** What a node says of itself. */
public enum NodeState {
    /** Takes calls. */
    RUNNING,
    /** Will leave; replies to what it has and refuses what comes. */
    DRAINING
}
