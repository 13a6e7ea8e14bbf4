package dev.sluice.metrics;

/** What became of a call, for the drain receipt. Every call received ends in exactly one of them. */
public enum Ending {
    /** Answered, with a result or with an error that says how it was. */
    ANSWERED,
    /** Answered DRAINING or OVERLOADED, never executed; notifications that were dropped too. */
    REFUSED,
    /** Answered with executed "unknown". */
    UNKNOWN,
    /** A notification that ran to its end, or was refused by its own content. */
    NOTIFICATION,
    /** The client was gone before the answer was there. */
    ABANDONED_BY_CLIENT
}
