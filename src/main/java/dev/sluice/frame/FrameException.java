package dev.sluice.frame;

/**
 * The peer broke the framing; no further frame can be taken from this stream. Carries no stack trace: it tells about the
 * peer's bytes, not about our code.
 */
public final class FrameException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the peer did. */
    public enum Reason {
        /** The stream is not at a frame's start: there is no way to find the next frame. */
        BAD_MAGIC,
        /** The header announces more than the limit. The request id is known; the body is not read. */
        TOO_LARGE
    }

    private final Reason reason;
    private final int requestId;
    private final String firstBytesHex;
    private final String message;

    private FrameException(Reason reason, int requestId, String firstBytesHex, String message) {
        super(message, null, false, false);
        this.message = message;
        this.reason = reason;
        this.requestId = requestId;
        this.firstBytesHex = firstBytesHex;
    }

    static FrameException badMagic(String firstBytesHex) {
        return new FrameException(
                Reason.BAD_MAGIC,
                0,
                firstBytesHex,
                "frame starts with " + firstBytesHex + " instead of the magic c0debabe");
    }

    static FrameException tooLarge(int requestId, long length, int maxFrameBytes) {
        String message = "body of " + length + " bytes exceeds limits.maxFrameBytes " + maxFrameBytes;
        return new FrameException(Reason.TOO_LARGE, requestId, "", message);
    }

    /** What the peer did. */
    public Reason reason() {
        return reason;
    }

    /** The id of the refused frame; 0 after {@link Reason#BAD_MAGIC}, when none is known. */
    public int requestId() {
        return requestId;
    }

    /** What was wrong and what is allowed, with both numbers. */
    @Override
    public String getMessage() {
        return message;
    }

    /** Up to twelve bytes found where a frame should start, as hexadecimal digits; empty for another reason. */
    public String firstBytesHex() {
        return firstBytesHex;
    }
}
