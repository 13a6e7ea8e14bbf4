package dev.sluice.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Notices as JSON. What a newer node adds to one is not read. Stateless. */
final class NoticeJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private NoticeJson() {}

    static Buffer write(Notice notice) {
        try {
            return Buffer.buffer(MAPPER.writerFor(Notice.class).writeValueAsBytes(notice));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a notice.
     *
     * @throws IOException if it is none
     */
    static Notice read(Buffer message) throws IOException {
        Notice notice = MAPPER.readValue(message.getBytes(), Notice.class);
        if (notice == null) {
            throw new IOException("null is no notice");
        }
        return notice;
    }
}
