package dev.sluice.jsonrpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the body of one frame turned out to be. */
public sealed interface Incoming {
    /** One element: what stands alone in a body, or is an entry of a batch. */
    sealed interface Entry extends Incoming {}

    /**
     * A request, or a notification when it has no id.
     *
     * @param id the exact JSON text of the id, or null for a notification
     * @param method the name, not yet looked up
     * @param paramsOffset where the params begin in the body
     * @param paramsBytes how long the params are; 0 when there are none
     */
    @SuppressWarnings("ArrayRecordComponent") // the id's bytes go back to the wire unseen
    record Request(byte @Nullable [] id, String method, int paramsOffset, int paramsBytes, Meta meta) implements Entry {
        /** True if nobody waits for an answer. */
        public boolean isNotification() {
            return id == null;
        }
    }

    /**
     * No request: answered with an error, whether it has an id or not.
     *
     * @param id the exact JSON text of the id where it is usable, else {@code null} as JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // the id's bytes go back to the wire unseen
    record Invalid(byte[] id, RpcError error) implements Entry {}

    /** A batch of one or more entries, answered together. */
    record Batch(List<Entry> entries) implements Incoming {}
}
