package dev.sluice.jmh;

import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.frame.FrameHeader;
import dev.sluice.frame.FrameParser;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Frames out of a stream that arrives in pieces of 64 KiB, the most that is read from a socket at once, wherever that
 * cuts them. An operation is one frame; {@code bodyBytes} counts bodies alone.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class FrameParserBenchmark {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int LEAST_BYTES = 1024 * 1024;

    /** The size of a body. */
    @Param({"58", "65536"})
    public int body;

    private final FrameParser parser = new FrameParser(1024 * 1024);
    private Buffer[] pieces;
    private int next;

    /** Bytes of bodies, per second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Bytes {
        public long bodyBytes;
    }

    /** Whole frames, a mebibyte of them at least; the last piece is what is left. */
    @Setup
    public void cut() {
        int frameBytes = FrameHeader.BYTES + body;
        byte[] stream = new byte[(LEAST_BYTES + frameBytes - 1) / frameBytes * frameBytes];
        for (int at = 0; at < stream.length; at += frameBytes) {
            FrameHeader.write(stream, at, 1, body);
        }
        pieces = new Buffer[(stream.length + PIECE_BYTES - 1) / PIECE_BYTES];
        for (int i = 0; i < pieces.length; i++) {
            int from = i * PIECE_BYTES;
            pieces[i] = Buffer.buffer(Arrays.copyOfRange(stream, from, Math.min(from + PIECE_BYTES, stream.length)));
        }
    }

    @Benchmark
    public Frame next(Bytes bytes) throws FrameException {
        @Nullable Frame frame = parser.next();
        while (frame == null) {
            parser.feed(pieces[next]);
            next = next + 1 == pieces.length ? 0 : next + 1;
            frame = parser.next();
        }
        bytes.bodyBytes += frame.body().length;
        return frame;
    }
}
