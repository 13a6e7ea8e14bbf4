package dev.sluice.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON value as text, for methods that hand it on without looking into it. As params of a method it is what the client
 * wrote, byte for byte, {@code null} if there were no params; a member that stands twice is not noticed. As a result it goes
 * to the client as it is. Only whole params and whole results: a member of a record cannot be raw. Immutable.
 */
public final class RawJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final byte[] bytes;
    private final int offset;
    private final int length;

    private RawJson(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Takes a text that somebody else may have made.
     *
     * @throws IllegalArgumentException if it is not exactly one JSON value
     */
    public static RawJson parse(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("there is no JSON value");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more than one JSON value");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no JSON value: " + e.getMessage(), e);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new RawJson(utf8, 0, utf8.length);
    }

    /**
     * Takes bytes that are known to be one JSON value in UTF-8. They are neither looked at nor copied: with others the
     * answer is no JSON either.
     */
    public static RawJson trusted(byte[] utf8, int offset, int length) {
        if (offset < 0 || length < 1 || length > utf8.length - offset) {
            throw new IllegalArgumentException(
                    "no range of " + utf8.length + " bytes: offset " + offset + ", length " + length);
        }
        return new RawJson(utf8, offset, length);
    }

    /** Its size in UTF-8. */
    public int bytes() {
        return length;
    }

    /** A copy of its UTF-8. */
    public byte[] utf8() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** The text. */
    @Override
    public String toString() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
