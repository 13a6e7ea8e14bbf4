package dev.sluice.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.frame.FrameParser;
import dev.sluice.frame.HeldBytes;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any stream in any pieces: after each piece the parser has given the frames that are complete, holds what is left and
 * not a byte more, and has refused exactly what has to be refused, as soon as it can be known. On the test's thread.
 */
class FrameFuzzTest {
    private static final int HEADER_BYTES = 12;
    private static final int SHOWN_BYTES = 12;

    /** The parser gathers small pieces in blocks of so many; the first and the last may be nearly empty. */
    private static final int BLOCK_BYTES = 4 * 1024;

    @FuzzTest
    void piecesGiveTheFramesOfTheStream(byte[] input) {
        StreamInput in = StreamInput.of(input);
        ReferenceFrames expected = new ReferenceFrames(in.stream(), in.maxFrameBytes());
        FrameParser parser = new FrameParser(in.maxFrameBytes());
        List<Frame> frames = new ArrayList<>();
        int fed = 0;
        FrameException broken = null;
        for (byte[] piece : in.pieces()) {
            Buffer lent = Buffer.buffer(piece);
            parser.feed(lent);
            fed += piece.length;
            if (broken != null) {
                staysBroken(parser, broken);
                continue;
            }
            broken = pull(parser, frames);
            parser.keep();
            lent.setBytes(0, new byte[piece.length]);
            if (broken != null) {
                refusedRightly(broken, in, expected, fed);
                Expect.same(parser.unreadBytes(), 0, "bytes held after the break");
                staysBroken(parser, broken);
            } else {
                accountsForEveryByte(parser, frames, in, expected, fed);
            }
        }
        Expect.that(broken != null == expected.isBrokenAfter(fed), "a broken stream is refused");
        sameFrames(frames, expected.frames());
    }

    private static @Nullable FrameException pull(FrameParser parser, List<Frame> frames) {
        try {
            for (Frame frame = parser.next(); frame != null; frame = parser.next()) {
                frames.add(frame);
            }
            return null;
        } catch (FrameException e) {
            return e;
        }
    }

    private static void accountsForEveryByte(
            FrameParser parser, List<Frame> frames, StreamInput in, ReferenceFrames expected, int fed) {
        Expect.that(!expected.isBrokenAfter(fed), "what is broken is refused at once");
        Expect.same(frames.size(), expected.framesAfter(fed), "frames after " + fed + " bytes");
        int rest = fed - expected.startOfRest(fed);
        boolean headerRead = rest >= HEADER_BYTES;
        Expect.same(parser.unreadBytes(), headerRead ? rest - HEADER_BYTES : rest, "bytes held");
        Expect.that(parser.insideFrame() == rest > 0, "inside a frame after " + fed + " bytes");
        Expect.that(parser.insideBody() == headerRead, "inside a body after " + fed + " bytes");
        Expect.that(
                parser.unreadBytes() < Math.max(HEADER_BYTES, in.maxFrameBytes()),
                "holds less than a header, or less than the largest body");
        long held = HeldBytes.of(parser);
        Expect.that(
                held <= 2 * parser.unreadBytes() + 2 * BLOCK_BYTES,
                held + " bytes of memory behind " + parser.unreadBytes() + " unread ones");
    }

    private static void refusedRightly(FrameException e, StreamInput in, ReferenceFrames expected, int fed) {
        Expect.that(expected.isBrokenAfter(fed), "refused what is not broken: " + e.getMessage());
        Expect.that(e.reason() == expected.reason(), "refused for the wrong reason " + e.reason());
        Expect.same(e.requestId(), expected.requestId(), "request id of what was refused");
        int start = expected.startOfRest(fed);
        if (e.reason() == FrameException.Reason.BAD_MAGIC) {
            int end = Math.min(fed, start + SHOWN_BYTES);
            Expect.same(e.firstBytesHex(), HexFormat.of().formatHex(in.stream(), start, end), "first bytes");
        } else {
            Expect.that(e.getMessage().endsWith(" " + in.maxFrameBytes()), e.getMessage() + " names no limit");
        }
    }

    private static void staysBroken(FrameParser parser, FrameException broken) {
        for (int again = 0; again < 2; again++) {
            try {
                parser.next();
            } catch (FrameException e) {
                Expect.that(e == broken, "another exception after the first");
                continue;
            }
            throw new AssertionError("a broken parser went on");
        }
    }

    private static void sameFrames(List<Frame> found, List<Frame> expected) {
        Expect.same(found.size(), expected.size(), "frames");
        for (int i = 0; i < found.size(); i++) {
            Expect.same(found.get(i).requestId(), expected.get(i).requestId(), "request id of frame " + i);
            Expect.that(Arrays.equals(found.get(i).body(), expected.get(i).body()), "body of frame " + i);
        }
    }
}
