package dev.sluice.conformance;

/** How a connection ends, seen from the client. */
enum Ending {
    /** It does not: it answers one more request, and the client's FIN with a FIN, and nothing else comes. */
    OPEN,

    /** The server ends the stream, and nothing else comes before. */
    FIN,

    /** As {@link #FIN}, and the server reads on until the client's FIN, so that no reset destroys an answer. */
    LINGERS,

    /** As {@link #FIN}, and the server has left: what is sent to it now is reset. */
    CLOSED,

    /** The server has cut the connection: behind what was on its way comes a reset. */
    RESET,

    /** The connection is of no use, by {@link #FIN} or {@link #RESET}, and nothing came before that. */
    LOST
}
