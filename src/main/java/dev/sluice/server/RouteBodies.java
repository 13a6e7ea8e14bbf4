package dev.sluice.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.service.RawJson;
import dev.sluice.worker.PassedOnException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Params as consumers expect bodies, and their replies as results. Stateless. */
final class RouteBodies {
    private RouteBodies() {}

    /**
     * What is sent: the same object that Vert.x makes of the same text, so fractions are doubles.
     *
     * @return null if there are no params
     * @throws PassedOnException for a number that no double holds: consumers would get a word instead
     */
    static @Nullable Object of(JsonNode params) {
        if (params.isObject()) {
            JsonObject object = new JsonObject();
            params.properties().forEach(member -> object.put(member.getKey(), of(member.getValue())));
            return object;
        }
        if (params.isArray()) {
            JsonArray array = new JsonArray();
            params.forEach(element -> array.add(of(element)));
            return array;
        }
        if (params.isNumber()) {
            return params.isIntegralNumber() ? params.numberValue() : finite(params.doubleValue());
        }
        return params.isBoolean() ? (Object) params.booleanValue() : params.textValue();
    }

    private static Double finite(double number) {
        if (Double.isInfinite(number)) {
            throw PassedOnException.withBadParams("a number is out of range");
        }
        return number;
    }

    /**
     * What is answered.
     *
     * @param address whose consumer replied, for the log
     * @throws IllegalStateException if the reply is nothing that can be answered
     */
    static @Nullable Object resultOf(String address, @Nullable Object reply) {
        if (reply == null || reply instanceof Boolean || reply instanceof Number || reply instanceof String) {
            return reply;
        }
        if (reply instanceof JsonObject object) {
            return trusted(object.toBuffer());
        }
        if (reply instanceof JsonArray array) {
            return trusted(array.toBuffer());
        }
        if (reply instanceof Buffer buffer) {
            return checked(address, buffer);
        }
        throw new IllegalStateException("the consumer at " + address + " replied with a "
                + reply.getClass().getName() + ", which is neither JSON nor Buffer nor String");
    }

    private static RawJson trusted(Buffer json) {
        return RawJson.trusted(json.getBytes(), 0, json.length());
    }

    private static RawJson checked(String address, Buffer reply) {
        try {
            return RawJson.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(reply.getBytes()))
                    .toString());
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the consumer at " + address + " replied with a Buffer that is not one JSON value", e);
        }
    }
}
