package dev.sluice.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Streams of frames, and ways to feed them to a parser. */
final class Streams {
    static final int LIMIT = 1024 * 1024;

    private Streams() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] stream(List<Frame> frames) {
        FrameWriter out = new FrameWriter(16);
        for (Frame frame : frames) {
            int body = out.frame(frame.requestId(), frame.body().length);
            System.arraycopy(frame.body(), 0, out.array(), body, frame.body().length);
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    static Frame frame(int requestId, Random random, int bytes) {
        byte[] body = new byte[bytes];
        random.nextBytes(body);
        return new Frame(requestId, body);
    }

    /** Feeds the pieces between the cuts one by one, as a socket lends them, and takes all frames after each. */
    static List<Frame> parse(FrameParser parser, byte[] stream, int... cuts) throws FrameException {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            feed(parser, stream, from, cut, frames);
            from = cut;
        }
        feed(parser, stream, from, stream.length, frames);
        return frames;
    }

    static void feed(FrameParser parser, byte[] stream, int from, int to, List<Frame> frames) throws FrameException {
        boolean tiny =
                to - from < FrameParser.TINY_PIECE_BYTES; // direct memory for each byte of a large body takes long
        ByteBuf memory = tiny ? Unpooled.buffer(to - from) : Unpooled.directBuffer(to - from);
        memory.writeBytes(stream, from, to - from);
        try {
            parser.feed(BufferInternal.buffer(memory));
            for (Frame frame = parser.next(); frame != null; frame = parser.next()) {
                frames.add(frame);
            }
            parser.keep();
        } finally {
            memory.release();
        }
        if (!tiny) {
            HeldBytes.of(parser);
        }
    }

    static boolean same(List<Frame> one, List<Frame> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean same(Frame one, Frame other) {
        return one.requestId() == other.requestId() && Arrays.equals(one.body(), other.body());
    }
}
