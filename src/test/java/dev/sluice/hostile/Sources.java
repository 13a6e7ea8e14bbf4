package dev.sluice.hostile;

import dev.sluice.hostile.Script.Source;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The ways in which hostile clients write. */
final class Sources {
    private static final long DRIP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Sources() {}

    /** The same pieces in turn, as fast as they are taken. */
    static Source flood(List<Chunk> chunks) {
        int[] next = {0};
        return now -> chunks.get(next[0]++ % chunks.size());
    }

    /** Some bytes, then silence. */
    static Source once(Chunk... chunks) {
        return sequence(List.of(chunks), null);
    }

    /** Some bytes, then the client leaves. */
    static Source burst(Chunk... chunks) {
        return sequence(List.of(chunks), Chunk.END);
    }

    /** A first piece, then one byte a second, for ever. */
    static Source drip(byte[] first, byte[] rest) {
        return new Source() {
            private int said = -1;
            private long nextNanos;

            @Override
            public @Nullable Chunk next(long nowNanos) {
                if (said >= 0 && nowNanos - nextNanos < 0) {
                    return null;
                }
                nextNanos = nowNanos + DRIP_NANOS;
                int at = said++;
                return at < 0 ? new Chunk(first, 0) : new Chunk(new byte[] {rest[at % rest.length]}, 0);
            }
        };
    }

    private static Source sequence(List<Chunk> chunks, @Nullable Chunk last) {
        Iterator<Chunk> all = chunks.iterator();
        return now -> all.hasNext() ? all.next() : last;
    }
}
