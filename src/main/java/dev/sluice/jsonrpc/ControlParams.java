package dev.sluice.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the params of the few methods that the server itself answers. They were found to be JSON before, as a part of
 * their body. Stateless apart from the factory.
 */
public final class ControlParams {
    private final JsonFactory factory = JsonLimits.strict()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * The params of {@code $/cancelRequest}, {@code {"id":…}}.
     *
     * @return the exact JSON text of the id, or null if there is no id that a request could have
     */
    public byte @Nullable [] idToCancel(Incoming.Request request, byte[] body) {
        return read(request, body, ControlParams::readId);
    }

    /**
     * The params of {@code rpc.hello}, {@code {"capabilities":["drain"]}}; all of them may be absent.
     *
     * @return the names the client understands, or null if the params are of another form
     */
    public @Nullable Set<String> capabilities(Incoming.Request request, byte[] body) {
        return request.paramsBytes() == 0 ? Set.of() : read(request, body, ControlParams::readCapabilities);
    }

    private interface Reader<T> {
        @Nullable
        T read(JsonParser in, byte[] body) throws IOException;
    }

    private <T> @Nullable T read(Incoming.Request request, byte[] body, Reader<T> reader) {
        byte[] params =
                Arrays.copyOfRange(body, request.paramsOffset(), request.paramsOffset() + request.paramsBytes());
        try (JsonParser in = factory.createParser(params)) {
            return in.nextToken() == JsonToken.START_OBJECT ? reader.read(in, params) : null;
        } catch (IOException twice) { // all else was checked with the body
            return null;
        }
    }

    private static byte @Nullable [] readId(JsonParser in, byte[] params) throws IOException {
        byte[] id = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean wanted = in.currentName().equals("id");
            JsonToken value = in.nextToken();
            if (wanted && (value == JsonToken.VALUE_STRING || value.isNumeric())) {
                int start = Tokens.start(in);
                int end = value.isNumeric() ? start + in.getTextLength() : Tokens.end(in);
                id = Arrays.copyOfRange(params, start, end);
            } else {
                in.skipChildren();
            }
        }
        return id;
    }

    private static @Nullable Set<String> readCapabilities(JsonParser in, byte[] params) throws IOException {
        Set<String> names = new HashSet<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean wanted = in.currentName().equals("capabilities");
            JsonToken value = in.nextToken();
            if (!wanted) {
                in.skipChildren();
            } else if (value != JsonToken.START_ARRAY || !readNames(in, names)) {
                return null;
            }
        }
        return names;
    }

    private static boolean readNames(JsonParser in, Set<String> names) throws IOException {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                return false;
            }
            names.add(in.getText());
        }
        return true;
    }
}
