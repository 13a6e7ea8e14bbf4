package dev.sluice.service;

import org.jspecify.annotations.Nullable;

/**
 * An error of the author's choice: what a handler throws, or fails its future with, to answer with a code of its own.
 *
 * <p>The code is -32602 or outside -32768 to -32000, which JSON-RPC 2.0, section 5.1, reserves; any other becomes -32603
 * and a line in the log. Message and data go to the client as they are.
 */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient @Nullable Object data;

    /** An error without data. */
    public RpcException(int code, String message) {
        this(code, message, null);
    }

    /**
     * An error with data.
     *
     * @param data anything Jackson writes. To an object the member {@code executed} is added; other data becomes
     *     {@code {"executed":…,"value":data}}
     */
    public RpcException(int code, String message, @Nullable Object data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** What goes into {@code error.data}, or null. */
    public @Nullable Object data() {
        return data;
    }
}
