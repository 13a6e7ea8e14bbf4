package dev.sluice.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * An error object, encoded once: {@code {"code":…,"message":…,"data":{…,"executed":…}}}.
 *
 * @param code the number on the wire
 * @param executed what {@code data.executed} says
 * @param json the whole error object as UTF-8 JSON; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // carried to the wire, never compared
public record RpcError(int code, Executed executed, byte[] json) {
    /** Escapes what is not ASCII, so that no text of anybody can fail to be encoded. */
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** An error of the server with nothing to add. */
    public static RpcError of(ErrorCode code, Executed executed) {
        return encode(code.code(), code.message(), executed, data -> {});
    }

    /** An error of the server that says what was wrong, in {@code data.reason}. */
    public static RpcError of(ErrorCode code, Executed executed, String reason) {
        return encode(code.code(), code.message(), executed, data -> data.writeStringField("reason", reason));
    }

    /** A refusal that was never executed and may be tried again after {@code retryAfterMs} milliseconds. */
    public static RpcError overloaded(String reason, long retryAfterMs) {
        return encode(ErrorCode.OVERLOADED.code(), ErrorCode.OVERLOADED.message(), Executed.NO, data -> {
            data.writeStringField("reason", reason);
            data.writeNumberField("retryAfterMs", retryAfterMs);
        });
    }

    /**
     * Any error.
     *
     * @param data writes further members of {@code data}; {@code executed} is added behind them
     */
    public static RpcError encode(int code, String message, Executed executed, DataMembers data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("code", code);
            out.writeStringField("message", message);
            out.writeObjectFieldStart("data");
            data.writeTo(out);
            out.writeStringField("executed", executed.text());
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RpcError(code, executed, bytes.toByteArray());
    }

    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Writes members of {@code error.data}. */
    @FunctionalInterface
    public interface DataMembers {
        /** Writes zero or more members into the open object; never one named {@code executed}. */
        void writeTo(JsonGenerator data) throws IOException;
    }
}
