package dev.sluice.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what a server sends. A body that is not what it should be is an {@link IOException}. Holds nothing. */
final class Responses {
    private Responses() {}

    /**
     * Takes an answer apart.
     *
     * @return the result; JSON null is a result too
     * @throws RpcErrorException if the answer is an error
     * @throws IOException if the body is no single JSON-RPC 2.0 response
     */
    static JsonNode result(byte[] body) throws IOException {
        JsonNode response = envelope(body);
        JsonNode result = response.get("result");
        JsonNode error = response.get("error");
        if (error != null && result == null) {
            throw error(error);
        }
        if (error != null || result == null) {
            throw new IOException("it must have either a result or an error");
        }
        return result;
    }

    /**
     * Reads a server's notification.
     *
     * @throws IOException if the body is none
     */
    static RpcNotification notification(byte[] body) throws IOException {
        JsonNode notification = envelope(body);
        JsonNode method = notification.get("method");
        JsonNode params = notification.get("params");
        if (method == null || !method.isTextual() || notification.has("id")) {
            throw new IOException("it must have a method and no id");
        }
        if (params != null && !params.isContainerNode()) {
            throw new IOException("its params are neither an object nor an array");
        }
        return new RpcNotification(method.textValue(), params);
    }

    private static JsonNode envelope(byte[] body) throws IOException {
        JsonNode message;
        try {
            message = Json.READER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!message.isObject()) {
            throw new IOException("it is no JSON object");
        }
        if (!"2.0".equals(message.path("jsonrpc").textValue())) {
            throw new IOException("its member jsonrpc is not \"2.0\"");
        }
        return message;
    }

    private static RpcErrorException error(JsonNode error) throws IOException {
        JsonNode code = error.path("code");
        JsonNode message = error.path("message");
        if (!code.isIntegralNumber() || !code.canConvertToInt() || !message.isTextual()) {
            throw new IOException("its error has no integer code or no message");
        }
        @Nullable JsonNode data = error.get("data");
        return new RpcErrorException(code.intValue(), message.textValue(), data);
    }
}
