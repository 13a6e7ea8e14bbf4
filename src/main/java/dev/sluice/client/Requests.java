package dev.sluice.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.FrameHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests. In two steps: the body's head on the caller's thread, so that params may change as soon as the call
 * returns; its tail, with what only the connection knows, on the event loop. Holds nothing.
 */
final class Requests {
    /** The longest tail. */
    private static final int TAIL_BYTES = ",\"meta\":{\"timeoutMs\":2147483647},\"id\":4294967295}".length();

    private Requests() {}

    /**
     * The body up to the params, without the closing brace.
     *
     * @throws RpcRefusedException if the body would exceed the limit
     * @throws IllegalArgumentException if the method is empty, or params are neither absent nor an object or array, or nested too deep
     */
    static byte[] head(String method, @Nullable JsonNode params, RpcClientOptions options) {
        if (method.isEmpty()) {
            throw new IllegalArgumentException("the method is empty");
        }
        if (params != null && !params.isContainerNode()) {
            throw new IllegalArgumentException("params are an object or an array, not "
                    + params.getNodeType().name());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(128);
        try (JsonGenerator json = Json.WRITER.createGenerator(body)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            json.writeStartObject();
            json.writeStringField("jsonrpc", "2.0");
            json.writeStringField("method", method);
            if (params != null) {
                json.writeFieldName("params");
                json.writeTree(params);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("params cannot be written as JSON: " + e.getMessage(), e);
        }
        if (body.size() > options.maxRequestBytes() - TAIL_BYTES) {
            throw new Faults(options).tooLarge(body.size() + TAIL_BYTES);
        }
        return body.toByteArray();
    }

    /** The frame of a call. The JSON id is the frame's id as a number. */
    static byte[] call(int requestId, byte[] head, long timeoutMs) {
        String id = Integer.toUnsignedString(requestId);
        return frame(requestId, head, ",\"meta\":{\"timeoutMs\":" + timeoutMs + "},\"id\":" + id + "}");
    }

    static byte[] notification(byte[] head) {
        return frame(PendingCalls.NOTIFICATION_ID, head, "}");
    }

    /** Header and body in one array. */
    static byte[] frame(int requestId, byte[] head, String tail) {
        byte[] end = tail.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[FrameHeader.BYTES + head.length + end.length];
        FrameHeader.write(frame, 0, requestId, head.length + end.length);
        System.arraycopy(head, 0, frame, FrameHeader.BYTES, head.length);
        System.arraycopy(end, 0, frame, FrameHeader.BYTES + head.length, end.length);
        return frame;
    }
}
