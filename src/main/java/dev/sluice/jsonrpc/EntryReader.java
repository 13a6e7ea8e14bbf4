package dev.sluice.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request object, member by member. Used once, for one object, by {@link EnvelopeReader}.
 *
 * <p>The first thing that is wrong with the request is kept and reading goes on: the rest of the body has to be checked
 * all the same, and the id may come last.
 */
final class EntryReader {
    private static final int MAX_ID_BYTES = 256;
    private static final int MAX_TRACEPARENT_CHARS = 256;

    private final JsonParser in;
    private final byte[] body;

    private boolean versionRead;
    private byte @Nullable [] id;
    private @Nullable String method;
    private int paramsOffset;
    private int paramsBytes;
    private @Nullable Meta meta;
    private @Nullable String wrong;
    private @Nullable Set<String> unknownNames;

    /**
     * @param in stands at the object's start
     */
    EntryReader(JsonParser in, byte[] body) {
        this.in = in;
        this.body = body;
    }

    /** Reads to the object's end. */
    Incoming.Entry read() throws IOException {
        int seen = 0;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            int member = readMember(name);
            if ((seen & member) != 0) {
                throw new DuplicateMemberException();
            }
            seen |= member;
        }
        return entry();
    }

    /** Reads one member and returns its bit; 0 for a member we do not know. */
    private int readMember(String name) throws IOException {
        switch (name) {
            case "jsonrpc" -> {
                readVersion();
                return 1;
            }
            case "method" -> {
                readMethod();
                return 2;
            }
            case "params" -> {
                readParams();
                return 4;
            }
            case "id" -> {
                readId();
                return 8;
            }
            case "meta" -> {
                readMeta();
                return 16;
            }
            default -> {
                rememberUnknown(name);
                in.skipChildren();
                return 0;
            }
        }
    }

    private void readVersion() throws IOException {
        versionRead =
                in.currentToken() == JsonToken.VALUE_STRING && in.getText().equals("2.0");
        in.skipChildren();
    }

    private void readMethod() throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            method = in.getText();
        } else {
            in.skipChildren();
        }
    }

    private void readParams() throws IOException {
        if (!in.currentToken().isStructStart()) {
            reject("params is an array or an object");
            return;
        }
        paramsOffset = Tokens.start(in);
        in.skipChildren();
        paramsBytes = Tokens.end(in) - paramsOffset;
    }

    private void readId() throws IOException {
        switch (in.currentToken()) {
            case VALUE_NULL -> id = Response.nullId();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> keepId(Tokens.start(in), in.getTextLength());
            case VALUE_STRING -> {
                int start = Tokens.start(in);
                keepId(start, Tokens.end(in) - start);
            }
            default -> {
                in.skipChildren();
                reject("id is a string, a number or null");
            }
        }
    }

    private void keepId(int offset, int bytes) {
        if (bytes > MAX_ID_BYTES) {
            reject("id of " + bytes + " bytes exceeds " + MAX_ID_BYTES);
        } else {
            id = Arrays.copyOfRange(body, offset, offset + bytes);
        }
    }

    private void readMeta() throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            reject("meta is an object");
            return;
        }
        long timeoutMs = 0;
        String traceparent = null;
        boolean timing = false;
        Set<String> names = new HashSet<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            if (!names.add(name)) {
                throw new DuplicateMemberException();
            }
            JsonToken value = in.nextToken();
            switch (name) {
                case "timeoutMs" -> timeoutMs = readTimeoutMs(value);
                case "traceparent" -> traceparent = readTraceparent(value);
                case "timing" -> timing = readTiming(value);
                default -> {}
            }
            in.skipChildren();
        }
        meta = new Meta(timeoutMs, traceparent, timing);
    }

    /** More than fits a long waits as long as a long can say. */
    private long readTimeoutMs(JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT
                || in.getText().startsWith("-")
                || in.getText().equals("0")) {
            reject("meta.timeoutMs is an integer of 1 or more");
            return 0;
        }
        return in.getBigIntegerValue().bitLength() < Long.SIZE ? in.getLongValue() : Long.MAX_VALUE;
    }

    private @Nullable String readTraceparent(JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING || in.getTextLength() > MAX_TRACEPARENT_CHARS) {
            reject("meta.traceparent is a string of at most " + MAX_TRACEPARENT_CHARS + " characters");
            return null;
        }
        return in.getText();
    }

    private boolean readTiming(JsonToken value) {
        if (!value.isBoolean()) {
            reject("meta.timing is true or false");
        }
        return value == JsonToken.VALUE_TRUE;
    }

    private void rememberUnknown(String name) throws DuplicateMemberException {
        if (unknownNames == null) {
            unknownNames = new HashSet<>();
        }
        if (!unknownNames.add(name)) {
            throw new DuplicateMemberException();
        }
    }

    private void reject(String reason) {
        if (wrong == null) {
            wrong = reason;
        }
    }

    private Incoming.Entry entry() {
        if (!versionRead) {
            reject("jsonrpc is not \"2.0\"");
        }
        if (method == null) {
            reject("method is not a string");
        }
        if (wrong != null) {
            byte[] usableId = id == null ? Response.nullId() : id;
            return new Incoming.Invalid(usableId, RpcError.of(ErrorCode.INVALID_REQUEST, Executed.NO, wrong));
        }
        return new Incoming.Request(
                id, Objects.requireNonNull(method), paramsOffset, paramsBytes, meta == null ? Meta.NONE : meta);
    }
}
