package dev.sluice.chaos;

/** What happens to the workers of a cluster under load. */
enum Blow {
    /** SIGKILL for one of them. */
    KILL,
    /** SIGSTOP for one of them, and SIGCONT after 15 s. */
    FREEZE,
    /** SIGTERM for each of them in turn, and a new one in its place. */
    ROLL
}
