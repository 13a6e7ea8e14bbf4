package dev.sluice.jsonrpc;

/** The body of an answer: a response, or the responses to a batch. Its size is known before it is written. */
public sealed interface Answer permits Response, BatchResponse {
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
