package dev.sluice.jsonrpc;

/** The error codes the server itself gives: the five of the specification, section 5.1, and ours. */
public enum ErrorCode {
    /** The body is not strict JSON. */
    PARSE_ERROR(-32700, "Parse error"),
    /** The JSON is no request object. */
    INVALID_REQUEST(-32600, "Invalid Request"),
    /** No such method. */
    METHOD_NOT_FOUND(-32601, "Method not found"),
    /** The params do not fit the method's type. */
    INVALID_PARAMS(-32602, "Invalid params"),
    /** The handler failed with anything but an error of its own choice. */
    INTERNAL_ERROR(-32603, "Internal error"),
    /** A global limit is reached. */
    OVERLOADED(-32000, "Overloaded"),
    /** The node is going away and did not start this request. */
    DRAINING(-32001, "Draining"),
    /** The deadline of the call passed. */
    DEADLINE_EXCEEDED(-32002, "Deadline exceeded"),
    /** The request frame is above its limit; the connection ends. */
    FRAME_TOO_LARGE(-32004, "Frame too large"),
    /** The node that ran the call left the cluster. */
    WORKER_LOST(-32005, "Worker lost"),
    /** The answer is above its limit. */
    RESPONSE_TOO_LARGE(-32006, "Response too large"),
    /** The client cancelled the call. */
    CANCELLED(-32800, "Cancelled");

    private final int code;
    private final String message;

    ErrorCode(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The text on the wire. */
    public String message() {
        return message;
    }
}
