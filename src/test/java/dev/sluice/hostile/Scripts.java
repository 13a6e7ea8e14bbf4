package dev.sluice.hostile;

import dev.sluice.hostile.Script.Leaving;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/** Makes the scripts of the {@link Shape}s. Bytes are made once and shared by all connections of a shape. */
final class Scripts {
    private static final int MIB = 1024 * 1024;
    private static final int PIPELINED = 200;
    private static final long PATIENCE_MS = 40_000;

    private Scripts() {}

    static Supplier<Script> silence() {
        return () -> Script.staying(Sources.once());
    }

    /** Some bytes at once, then one byte a second. */
    static Supplier<Script> drip(byte[] first, byte[] rest) {
        return () -> Script.staying(Sources.drip(first, rest));
    }

    /** These frames in turn, as fast as they are taken; answers are read. */
    static Supplier<Script> flood(List<byte[]> frames) {
        List<Chunk> chunks = Chunk.packed(frames);
        return () -> Script.staying(Sources.flood(chunks));
    }

    static Supplier<Script> flood(String method, String params) {
        return flood(List.of(Frames.call(1, method, params)));
    }

    /** These frames in turn, as fast as they are taken; answers are not read. */
    static Supplier<Script> unread(List<byte[]> frames) {
        List<Chunk> chunks = Chunk.packed(frames);
        return () -> Script.staying(Sources.flood(chunks)).readingNothing();
    }

    static Supplier<Script> unread(String method, String params) {
        return unread(List.of(Frames.call(1, method, params)));
    }

    /** Some requests at once, then the client is gone. */
    static Supplier<Script> burst(String method, String params, Leaving leaving) {
        Chunk requests = Chunk.glued(Collections.nCopies(PIPELINED, Frames.call(1, method, params)));
        return () -> Script.staying(Sources.burst(requests)).leavingWith(leaving);
    }

    /** What speakers of another protocol say first. */
    static Supplier<Script> foreign(String text) {
        Chunk chunk = new Chunk(text.getBytes(StandardCharsets.ISO_8859_1), 0);
        return () -> Script.staying(Sources.once(chunk)).forAtMost(PATIENCE_MS);
    }

    static Supplier<Script> foreignBytes(String hex) {
        return foreign(new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1));
    }

    /** A header that promises 16 MiB, and 16 MiB. */
    static Supplier<Script> tooLarge() {
        List<Chunk> chunks = new ArrayList<>(List.of(new Chunk(Frames.header(1, 16 * MIB), 0)));
        chunks.addAll(Collections.nCopies(16, new Chunk(new byte[MIB], 0)));
        return () -> Script.staying(Sources.once(chunks.toArray(Chunk[]::new))).forAtMost(PATIENCE_MS);
    }

    /** A valid request of 1 MiB. */
    static Supplier<Script> large() {
        return flood(List.of(largeFrame()));
    }

    /** The same without its last byte. */
    static Supplier<Script> almostLarge() {
        byte[] frame = largeFrame();
        Chunk almost = new Chunk(Arrays.copyOf(frame, frame.length - 1), 0);
        return () -> Script.staying(Sources.once(almost));
    }

    /** Handlers that block for ten minutes, for a caller that waits a millisecond. */
    static Supplier<Script> endless() {
        return flood(List.of(Frames.of(
                1,
                "{\"jsonrpc\":\"2.0\",\"method\":\"demo.block\",\"params\":{\"ms\":600000},\"id\":1,"
                        + "\"meta\":{\"timeoutMs\":1}}")));
    }

    /** Requests, each followed by its cancellation, and cancellations of nothing. */
    static Supplier<Script> cancels() {
        List<byte[]> frames = new ArrayList<>();
        for (int id = 0; id < PIPELINED; id++) {
            frames.add(Frames.of(
                    id, "{\"jsonrpc\":\"2.0\",\"method\":\"demo.sleep\",\"params\":{\"ms\":1000},\"id\":" + id + "}"));
            frames.add(Frames.of(
                    id, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":" + id + "}}"));
            frames.add(
                    Frames.of(id, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":\"no\"}}"));
        }
        return flood(frames);
    }

    private static byte[] largeFrame() {
        String rest = Frames.request("demo.echo", "[\"\"]");
        return Frames.call(1, "demo.echo", "[\"" + "l".repeat(MIB - rest.length()) + "\"]");
    }
}
