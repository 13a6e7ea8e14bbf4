package dev.sluice.client;

import io.vertx.core.buffer.Buffer;

/** Sees whole frames, header and body, as they pass. For tools; called on the connection's event loop. */
public interface FrameListener {
    /** A frame is about to be written. */
    void sent(Buffer frame);

    /** A complete frame has arrived and was not looked at yet. */
    void received(Buffer frame);
}
