package dev.sluice.frame;

/**
 * One complete frame. The body is the receiver's own array: nothing else refers to it and it holds nothing but the body.
 *
 * @param requestId the client's 32 bits; print it with {@link Integer#toUnsignedString(int)}
 * @param body 0 to the limit's number of bytes, not yet known to be JSON
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two classes, never compared
public record Frame(int requestId, byte[] body) {}
