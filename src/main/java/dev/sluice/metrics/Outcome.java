package dev.sluice.metrics;

/** How a call of a method ended: the label {@code outcome} of {@code sluice_requests_total}. */
public enum Outcome {
    /** With a result. */
    OK,
    /** With an error of the handler, or of the request. */
    ERROR,
    /** Not executed, because a limit was reached or the node is going away. */
    REFUSED,
    /** Its deadline passed. */
    DEADLINE,
    /** The client cancelled it or left before it was started. */
    CANCELLED,
    /** The node that ran it was lost. */
    LOST
}
