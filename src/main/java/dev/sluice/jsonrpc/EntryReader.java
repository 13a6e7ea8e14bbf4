package dev.sluice.jsonrpc;

import java.nio.charset.StandardCharsets;
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
    private static final byte[] JSONRPC = ascii("jsonrpc");
    private static final byte[] METHOD = ascii("method");
    private static final byte[] PARAMS = ascii("params");
    private static final byte[] ID = ascii("id");
    private static final byte[] META = ascii("meta");
    private static final byte[] VERSION = ascii("2.0");

    private static final int MAX_ID_BYTES = 256;
    private static final int MAX_TRACEPARENT_CHARS = 256;

    private final JsonScanner in;
    private final byte[] body;
    private final NameCache methods;

    private boolean versionRead;
    private byte @Nullable [] id;
    private @Nullable String method;
    private int paramsOffset;
    private int paramsBytes;
    private @Nullable Meta meta;
    private long timeoutMs;
    private @Nullable String traceparent;
    private boolean timing;
    private @Nullable String wrong;

    /**
     * @param in stands at the object's start
     */
    EntryReader(JsonScanner in, byte[] body, NameCache methods) {
        this.in = in;
        this.body = body;
        this.methods = methods;
    }

    /** Reads to the object's end. */
    Incoming.Entry read() throws BodyException {
        Members seen = new Members();
        if (in.open('}')) {
            do {
                in.name();
                readMember(seen);
            } while (in.more('}'));
        }
        return entry();
    }

    private void readMember(Members seen) throws BodyException {
        if (in.isText(JSONRPC)) {
            seen.add(1);
            readVersion();
        } else if (in.isText(METHOD)) {
            seen.add(2);
            readMethod();
        } else if (in.isText(PARAMS)) {
            seen.add(4);
            readParams();
        } else if (in.isText(ID)) {
            seen.add(8);
            readId();
        } else if (in.isText(META)) {
            seen.add(16);
            readMeta();
        } else {
            seen.add(in.text());
            in.value();
        }
    }

    private void readVersion() throws BodyException {
        boolean isString = in.peek() == '"';
        in.value();
        versionRead = isString && in.isText(VERSION);
    }

    private void readMethod() throws BodyException {
        boolean isString = in.peek() == '"';
        in.value();
        method = isString ? in.text(methods) : null;
    }

    private void readParams() throws BodyException {
        int kind = in.peek();
        paramsOffset = in.at();
        in.value();
        paramsBytes = in.at() - paramsOffset;
        if (kind != '{' && kind != '[') {
            reject("params is an array or an object");
        }
    }

    private void readId() throws BodyException {
        int kind = in.peek();
        int start = in.at();
        in.value();
        switch (kind) {
            case 'n' -> id = Response.nullId();
            case '{', '[', 't', 'f' -> reject("id is a string, a number or null");
            default -> keepId(start, in.at() - start);
        }
    }

    private void keepId(int offset, int bytes) {
        if (bytes > MAX_ID_BYTES) {
            reject("id of " + bytes + " bytes exceeds " + MAX_ID_BYTES);
        } else {
            id = Arrays.copyOfRange(body, offset, offset + bytes);
        }
    }

    private void readMeta() throws BodyException {
        if (in.peek() != '{') {
            in.value();
            reject("meta is an object");
            return;
        }
        Members seen = new Members();
        if (in.open('}')) {
            do {
                in.name();
                readMetaMember(in.text(), seen);
            } while (in.more('}'));
        }
        meta = new Meta(timeoutMs, traceparent, timing);
    }

    private void readMetaMember(String name, Members seen) throws BodyException {
        int kind = in.peek();
        int start = in.at();
        in.value();
        switch (name) {
            case "timeoutMs" -> {
                seen.add(1);
                timeoutMs = milliseconds(start, in.at());
            }
            case "traceparent" -> {
                seen.add(2);
                traceparent = kind == '"' ? in.text() : null;
                if (traceparent == null || traceparent.length() > MAX_TRACEPARENT_CHARS) {
                    reject("meta.traceparent is a string of at most " + MAX_TRACEPARENT_CHARS + " characters");
                }
            }
            case "timing" -> {
                seen.add(4);
                timing = kind == 't';
                if (!timing && kind != 'f') {
                    reject("meta.timing is true or false");
                }
            }
            default -> seen.add(name);
        }
    }

    /** More than fits a long waits as long as a long can say. */
    private long milliseconds(int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = body[i] - '0';
            if (digit < 0 || digit > 9) {
                value = 0;
                break;
            }
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * value + digit;
        }
        if (value == 0) {
            reject("meta.timeoutMs is an integer of 1 or more");
        }
        return value;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
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

    /** The members of an object that came already. One that stands twice could be read in two ways. */
    private static final class Members {
        private int known;
        private @Nullable Set<String> unknown;

        void add(int bit) throws BodyException {
            if ((known & bit) != 0) {
                throw twice();
            }
            known |= bit;
        }

        void add(String name) throws BodyException {
            if (unknown == null) {
                unknown = new HashSet<>();
            }
            if (!unknown.add(name)) {
                throw twice();
            }
        }

        private static BodyException twice() {
            return new BodyException("a member of the envelope stands twice");
        }
    }
}
