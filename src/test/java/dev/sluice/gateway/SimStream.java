package dev.sluice.gateway;

import dev.sluice.frame.FrameHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one client on their way to the server, and the frames in them.
 *
 * <p>Invariant: 0 &lt;= readEnd &lt;= sentEnd; frames are in the order of their ends.
 */
final class SimStream {
    private final List<SimFrame> frames = new ArrayList<>();
    private byte[] bytes = new byte[1_024];
    private int sentEnd;
    private int readEnd;
    private int framesRead;

    /** Where the stream stops being one of frames: the server can know it when it has read so far. */
    private long brokenAt = Long.MAX_VALUE;

    private boolean badMagic;
    private boolean startsAsHttp;

    /** Sends a whole frame. */
    void send(SimFrame frame, byte[] body) {
        sendHeader(frame.requestId, body.length);
        append(body, body.length);
        add(frame);
    }

    /** Sends the header of a frame that is above the limit, and some of its body. */
    void sendTooLarge(SimFrame frame, int declaredBytes, int sentBytes) {
        sendHeader(frame.requestId, declaredBytes);
        add(frame);
        brokenAt = Math.min(brokenAt, sentEnd);
        append(new byte[sentBytes], sentBytes);
    }

    /** Sends what starts no frame. */
    void sendBadMagic(byte[] garbage, int firstWrong) {
        badMagic |= brokenAt == Long.MAX_VALUE;
        brokenAt = Math.min(brokenAt, sentEnd + firstWrong + 1L);
        startsAsHttp |= sentEnd == 0 && garbage[0] == 'G';
        append(garbage, garbage.length);
    }

    /** Sends the beginning of a frame whose rest will never come. */
    void sendHalf(byte[] body, int bodyBytes) {
        sendHeader(0, body.length);
        append(body, Math.min(bodyBytes, body.length - 1));
    }

    private void sendHeader(int requestId, int bodyBytes) {
        byte[] header = new byte[FrameHeader.BYTES];
        FrameHeader.write(header, 0, requestId, bodyBytes);
        append(header, header.length);
    }

    private void append(byte[] more, int count) {
        if (sentEnd + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(sentEnd + count, 2 * bytes.length));
        }
        System.arraycopy(more, 0, bytes, sentEnd, count);
        sentEnd += count;
    }

    private void add(SimFrame frame) {
        frame.end = sentEnd;
        frames.add(frame);
    }

    /** Takes the next bytes off the network. */
    byte[] read(int count) {
        byte[] piece = Arrays.copyOfRange(bytes, readEnd, readEnd + count);
        readEnd += count;
        return piece;
    }

    /** The next frame of which the last byte was read; null if there is none that was not returned before. */
    @Nullable
    SimFrame nextRead() {
        boolean isThere = framesRead < frames.size() && frames.get(framesRead).end <= readEnd;
        return isThere ? frames.get(framesRead++) : null;
    }

    /** Bytes on their way. */
    int unread() {
        return sentEnd - readEnd;
    }

    int bytesRead() {
        return readEnd;
    }

    /** All frames, those too that were not read. */
    List<SimFrame> frames() {
        return frames;
    }

    /** True if the server has read some of a frame, but not all. */
    boolean isInsideFrame() {
        long lastEnd = framesRead == 0 ? 0 : frames.get(framesRead - 1).end;
        return readEnd > lastEnd && !isBroken();
    }

    /** True if the server has read that this is no stream of frames, or a frame above the limit. */
    boolean isBroken() {
        return brokenAt <= readEnd;
    }

    /** True if it was broken by something that starts no frame. */
    boolean isBadMagic() {
        return badMagic && isBroken();
    }

    boolean startsAsHttp() {
        return startsAsHttp;
    }

    /** True for frames in front of what breaks the stream. */
    boolean isSound(SimFrame frame) {
        return frame.end <= brokenAt;
    }
}
