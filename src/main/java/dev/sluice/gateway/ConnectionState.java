package dev.sluice.gateway;

/** Where a {@link Connection} stands. There is no way back. */
enum ConnectionState {
    /** Frames are executed. */
    OPEN,
    /** The node is going away. Frames are executed until the cut. */
    DRAINING,
    /** The cut has passed. Frames are refused. */
    REFUSING,
    /** The peer broke the rules. Input is discarded, what is in flight is answered. */
    ENDING,
    /** Everything is answered and FIN is sent. Input is discarded until the peer's FIN. */
    LINGERING,
    /** The socket is gone. */
    CLOSED;

    /** True while frames are taken from the input, to be executed or refused. */
    boolean parses() {
        return compareTo(ENDING) < 0;
    }

    /** True while answers may follow. */
    boolean writes() {
        return compareTo(LINGERING) < 0;
    }
}
