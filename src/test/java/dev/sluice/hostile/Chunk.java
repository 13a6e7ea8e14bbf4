package dev.sluice.hostile;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that a hostile client writes, and how many frames end in them. Shared by many connections; never changed.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Chunk(byte[] bytes, int frames) {
    /** Says that everything was said. */
    static final Chunk END = new Chunk(new byte[0], -1);

    private static final int WRITE_BYTES = 32 * 1024;

    boolean isEnd() {
        return frames < 0;
    }

    /** Frames to be written for ever: small ones glued, until they fill a write; large ones each for itself. */
    static List<Chunk> packed(List<byte[]> frames) {
        int bytes = frames.stream().mapToInt(frame -> frame.length).sum();
        if (bytes >= WRITE_BYTES) {
            return frames.stream().map(frame -> new Chunk(frame, 1)).toList();
        }
        List<byte[]> repeated = new ArrayList<>();
        for (int i = 0; i < WRITE_BYTES / bytes; i++) {
            repeated.addAll(frames);
        }
        return List.of(glued(repeated));
    }

    static Chunk glued(List<byte[]> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        return new Chunk(all.toByteArray(), frames.size());
    }
}
