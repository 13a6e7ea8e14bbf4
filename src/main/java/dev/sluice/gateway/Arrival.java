package dev.sluice.gateway;

import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameHeader;
import dev.sluice.jsonrpc.Incoming;

/**
 * A complete frame whose body was read, on its way to be dispatched.
 *
 * @param frame as it came
 * @param incoming what its body is
 * @param receivedNanos when it was complete
 */
record Arrival(Frame frame, Incoming incoming, long receivedNanos) {
    /** The same, as if it were complete only now. */
    Arrival at(long nowNanos) {
        return new Arrival(frame, incoming, nowNanos);
    }

    /** What it holds of the connection's room until it is answered. */
    int bytes() {
        return FrameHeader.BYTES + frame.body().length;
    }
}
