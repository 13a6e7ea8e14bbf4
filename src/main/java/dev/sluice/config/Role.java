package dev.sluice.config;

/** What a node does. */
public enum Role {
    /** Takes clients. */
    GATEWAY,
    /** Runs the services. */
    WORKER
}
