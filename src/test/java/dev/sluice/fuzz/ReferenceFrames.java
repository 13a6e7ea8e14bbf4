package dev.sluice.fuzz;

import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole stream the simple way, and says what a parser must have made of any beginning of it. Immutable. */
final class ReferenceFrames {
    private static final int HEADER_BYTES = 12;
    private static final byte[] MAGIC = {(byte) 0xC0, (byte) 0xDE, (byte) 0xBA, (byte) 0xBE};

    private final List<Frame> frames = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    /** Bytes after which the stream is known to be broken. */
    private int brokenAfter = Integer.MAX_VALUE;

    private @Nullable Reason reason;
    private int requestId;

    ReferenceFrames(byte[] stream, int maxFrameBytes) {
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.hasRemaining() && reason == null) {
            int start = in.position();
            int right = magicBytes(in);
            if (right < Math.min(MAGIC.length, in.remaining())) {
                breaks(Reason.BAD_MAGIC, start + right + 1, 0);
            } else if (in.remaining() < HEADER_BYTES || !readFrame(in, maxFrameBytes)) {
                break;
            }
        }
    }

    private boolean readFrame(ByteBuffer in, int maxFrameBytes) {
        in.getInt();
        int id = in.getInt();
        long length = Integer.toUnsignedLong(in.getInt());
        if (length > maxFrameBytes) {
            breaks(Reason.TOO_LARGE, in.position(), id);
            return true;
        }
        if (length > in.remaining()) {
            return false;
        }
        byte[] body = new byte[(int) length];
        in.get(body);
        frames.add(new Frame(id, body));
        ends.add(in.position());
        return true;
    }

    private static int magicBytes(ByteBuffer in) {
        int right = 0;
        while (right < MAGIC.length && right < in.remaining() && in.get(in.position() + right) == MAGIC[right]) {
            right++;
        }
        return right;
    }

    private void breaks(Reason newReason, int after, int id) {
        reason = newReason;
        brokenAfter = after;
        requestId = id;
    }

    /** All whole frames before the stream's end, or the place where it breaks. */
    List<Frame> frames() {
        return frames;
    }

    /** How many frames are complete after {@code fed} bytes. */
    int framesAfter(int fed) {
        int at = Collections.binarySearch(ends, fed);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /** Where the frame begins that is incomplete after {@code fed} bytes. */
    int startOfRest(int fed) {
        int complete = framesAfter(fed);
        return complete == 0 ? 0 : ends.get(complete - 1);
    }

    boolean isBrokenAfter(int fed) {
        return fed >= brokenAfter;
    }

    @Nullable
    Reason reason() {
        return reason;
    }

    int requestId() {
        return requestId;
    }
}
