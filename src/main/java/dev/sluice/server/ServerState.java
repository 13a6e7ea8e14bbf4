package dev.sluice.server;

/** Where a server stands. There is no way back. The order of the constants is what {@code sluice_state} shows. */
public enum ServerState {
    /** Everything is served. */
    RUNNING(0),
    /** Told to stop; everything is still served, but readiness is off. */
    LAME_DUCK(1),
    /** The listener is closed and connections end. */
    DRAINING(2),
    /** Over. */
    STOPPED(3);

    private final int number;

    ServerState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
