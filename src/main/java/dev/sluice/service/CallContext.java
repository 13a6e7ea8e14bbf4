package dev.sluice.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a handler may know of the call it handles, beside its params. Safe for use by many threads. */
public interface CallContext {
    /** The registered name under which the handler was called. */
    String method();

    /** The 32 bits of the frame that carried the call; unsigned. Entries of a batch share it. */
    int requestId();

    /** The address of the client, as {@code host:port}. */
    String remoteAddress();

    /** Who the client has proved to be, or null if it did not. */
    @Nullable
    String identity();

    /** The W3C {@code traceparent} the client sent, unchecked, or null. */
    @Nullable
    String traceparent();

    /** How long somebody still waits for the answer; zero or negative when nobody does any more. */
    Duration remaining();

    /** True once the answer will not be used: the deadline passed, the client left or it cancelled the call. */
    boolean isCancelled();

    /**
     * Runs an action when the call is cancelled, at once if it is already. It runs on a thread of the server: it must not
     * block. Each call of this method adds an action.
     */
    void onCancel(Runnable action);
}
