package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.service.RawJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as JSON, up to a limit that is checked while they are written, and with room on their way to the gateway
 * that is reserved before it is used. For all threads, each of which keeps a generator.
 */
final class ResultWriter {
    private final ObjectMapper mapper;
    private final ThreadLocal<KeptGenerator> generators;
    private final WorkerParts.Results room;

    /**
     * A result.
     *
     * @param json its text
     * @param transitBytes what it holds of the room
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once
    record Written(byte[] json, long transitBytes) {}

    ResultWriter(ObjectMapper mapper, WorkerParts.Results room) {
        this.mapper = mapper;
        this.generators = ThreadLocal.withInitial(() -> new KeptGenerator(mapper));
        this.room = room;
    }

    /**
     * Writes a result.
     *
     * @throws BoundedOutput.NoRoomException when it gets larger than the limit, or than the room there is; what follows is not written
     * @throws IOException if Jackson cannot write it
     */
    Written write(@Nullable Object result) throws IOException {
        BoundedOutput out = new BoundedOutput(room);
        boolean written = false;
        try {
            byte[] json = result instanceof RawJson raw ? out.whole(raw.bytes(), raw::utf8) : asJson(result, out);
            written = true;
            return new Written(json, out.reservedBytes());
        } finally {
            if (!written) {
                out.discard();
            }
        }
    }

    private byte[] asJson(@Nullable Object result, BoundedOutput out) throws IOException {
        KeptGenerator kept = generators.get();
        if (kept.isBusy()) {
            kept = new KeptGenerator(mapper);
        }
        kept.write(result, out);
        return out.toBytes();
    }

    /** Gives back what a result holds that nobody will take. */
    void discard(Written written) {
        if (written.transitBytes > 0) {
            room.transit().release(written.transitBytes);
        }
    }
}
