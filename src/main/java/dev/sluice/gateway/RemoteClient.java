package dev.sluice.gateway;

import dev.sluice.bus.Origin;

/** A client of another node's gateway, one object for all its calls of here. Confined to one event loop. */
final class RemoteClient {
    private static final int MODEST_CALLS = 8;

    private final Origin origin;
    private int calls;

    RemoteClient(Origin origin) {
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    void began() {
        calls++;
    }

    void ended() {
        calls--;
    }

    boolean hasCalls() {
        return calls > 0;
    }

    /** True with so few calls in flight that others are to blame for a queue. */
    boolean isModest() {
        return calls < MODEST_CALLS;
    }
}
