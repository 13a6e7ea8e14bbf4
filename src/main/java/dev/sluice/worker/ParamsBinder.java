package dev.sluice.worker;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.sluice.service.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds the params of one method, in place in the body that carried them. Immutable, for all threads. */
final class ParamsBinder {
    private static final byte[] NO_MEMBERS = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_ELEMENTS = "[]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final ObjectReader reader;
    private final JavaType type;

    /** Names in the order of an array's elements; null if an array binds as an array. */
    private final @Nullable List<String> positions;

    ParamsBinder(ObjectMapper mapper, JavaType type) {
        this.type = type;
        this.reader = mapper.readerFor(type);
        this.positions = type.getRawClass().isRecord() ? components(mapper, type) : null;
    }

    /**
     * Binds params.
     *
     * @param bytes 0 if the request has no params
     * @return an object of the method's type; null only for the type {@code Void}
     * @throws ParamsException if they do not fit
     */
    @Nullable
    Object bind(byte[] body, int offset, int bytes) throws ParamsException {
        if (type.hasRawClass(Void.class)) {
            return null;
        }
        if (type.hasRawClass(RawJson.class)) {
            return bytes == 0 ? RawJson.trusted(NULL, 0, NULL.length) : RawJson.trusted(body, offset, bytes);
        }
        try {
            if (bytes == 0) {
                return bindNothing();
            }
            if (positions != null && body[offset] == '[') {
                return bindByPosition(body, offset, bytes, positions);
            }
            return reader.readValue(body, offset, bytes);
        } catch (UnrecognizedPropertyException e) {
            throw new ParamsException("unknown member", pointer(e));
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof JsonParseException twice) {
                throw new ParamsException("a member stands twice", parserPointer(twice));
            }
            throw new ParamsException(reasonOf(e), pointer(e));
        } catch (NumberFormatException e) { // of an exponent that fits no int
            throw new ParamsException(BoundedDecimals.REASON, null);
        } catch (JsonProcessingException e) {
            throw new ParamsException("a member stands twice", parserPointer(e));
        } catch (IOException e) {
            throw new AssertionError("reading from an array does no input or output", e);
        }
    }

    private Object bindNothing() throws IOException {
        if (type.hasRawClass(JsonNode.class)) {
            return NullNode.getInstance();
        }
        boolean list = type.isCollectionLikeType() || type.isArrayType() || type.hasRawClass(ArrayNode.class);
        return reader.readValue(list ? NO_ELEMENTS : NO_MEMBERS);
    }

    private Object bindByPosition(byte[] body, int offset, int bytes, List<String> names)
            throws IOException, ParamsException {
        try (JsonParser in = reader.getFactory().createParser(body, offset, bytes);
                TokenBuffer named = new TokenBuffer(in)) {
            in.nextToken();
            named.writeStartObject();
            int elements = 0;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (elements == names.size()) {
                    throw new ParamsException("at most " + names.size() + " elements", "/" + elements);
                }
                named.writeFieldName(names.get(elements));
                named.copyCurrentStructure(in);
                elements++;
            }
            named.writeEndObject();
            return reader.readValue(named.asParser());
        }
    }

    private static List<String> components(ObjectMapper mapper, JavaType record) {
        return mapper.getDeserializationConfig().introspect(record).findProperties().stream()
                .filter(BeanPropertyDefinition::hasConstructorParameter)
                .map(BeanPropertyDefinition::getName)
                .toList();
    }

    /** In words of ours: Jackson's name classes. */
    private static String reasonOf(JsonMappingException e) {
        String message = e.getOriginalMessage();
        if (message.equals(BoundedDecimals.REASON)) {
            return message;
        }
        return message.startsWith("Missing required creator property") ? "missing member" : "value of the wrong type";
    }

    private static @Nullable String pointer(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            String name = reference.getFieldName();
            pointer.append('/')
                    .append(
                            name == null
                                    ? Integer.toString(reference.getIndex())
                                    : name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.isEmpty() ? null : pointer.toString();
    }

    private static @Nullable String parserPointer(JsonProcessingException e) {
        if (e.getProcessor() instanceof JsonParser in) {
            return in.getParsingContext().pathAsPointer().toString();
        }
        return null;
    }
}
