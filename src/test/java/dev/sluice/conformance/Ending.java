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

    /** The server resets the connection. */
    RESET
}
