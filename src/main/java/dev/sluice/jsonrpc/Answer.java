package dev.sluice.jsonrpc;

/**
 * What a frame to a client carries: a response, the responses to a batch, or a notification of the server's. Its size is
 * known before it is written.
 */
public sealed interface Answer permits Response, BatchResponse, ServerNotification {
    /** The number of bytes that {@link #write} writes. */
    int bytes();

    /**
     * Writes the JSON text.
     *
     * @param target has room for {@link #bytes()} bytes from {@code at} on
     * @return the offset behind the last byte written
     */
    int write(byte[] target, int at);
}
