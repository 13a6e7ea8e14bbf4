package dev.sluice.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.fuzz.JsonValue.Member;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Meta;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What section 2 of the protocol makes of a body, told from its tree, as one line of text to compare. */
final class ReferenceEnvelope {
    private static final String PARSE_ERROR = "error -32700 id=null";
    private static final int MAX_ID_BYTES = 256;
    private static final int MAX_TRACEPARENT_CHARS = 256;
    private static final BigInteger LONGEST_MS = BigInteger.valueOf(Long.MAX_VALUE);

    private ReferenceEnvelope() {}

    static String expected(Reading reading, int maxBatch) {
        if (!(reading instanceof Reading.Json json) || !json.withinLimits()) {
            return PARSE_ERROR;
        }
        JsonValue root = json.root();
        if (!root.is('[')) {
            return hasDoubledMember(root) ? PARSE_ERROR : entry(root);
        }
        List<JsonValue> entries = root.elements();
        if (entries.stream().limit(maxBatch).anyMatch(ReferenceEnvelope::hasDoubledMember)) {
            return PARSE_ERROR;
        }
        if (entries.isEmpty() || entries.size() > maxBatch) {
            return invalid("null");
        }
        return entries.stream().map(ReferenceEnvelope::entry).collect(Collectors.joining("; ", "batch of ", ""));
    }

    static String describe(Incoming incoming) {
        if (incoming instanceof Incoming.Batch batch) {
            return batch.entries().stream()
                    .map(ReferenceEnvelope::describe)
                    .collect(Collectors.joining("; ", "batch of ", ""));
        }
        if (incoming instanceof Incoming.Invalid invalid) {
            return "error " + invalid.error().code() + " id=" + new String(invalid.id(), ISO_8859_1);
        }
        Incoming.Request request = (Incoming.Request) incoming;
        String id = request.id() == null ? "none" : new String(request.id(), ISO_8859_1);
        return request(id, request.method(), request.paramsOffset(), request.paramsBytes(), request.meta());
    }

    private static String request(String id, String method, int paramsOffset, int paramsBytes, Meta meta) {
        return "request id=" + id + " method=" + method + " params=" + paramsOffset + "+" + paramsBytes + " " + meta;
    }

    private static String invalid(String id) {
        return "error -32600 id=" + id;
    }

    private static boolean hasDoubledMember(JsonValue entry) {
        return entry.hasDoubledMember()
                || entry.members().stream()
                        .anyMatch(member ->
                                member.name().equals("meta") && member.value().hasDoubledMember());
    }

    private static String entry(JsonValue entry) {
        if (!entry.is('{')) {
            return invalid("null");
        }
        JsonValue id = entry.member("id");
        JsonValue version = entry.member("jsonrpc");
        JsonValue method = entry.member("method");
        JsonValue params = entry.member("params");
        JsonValue timing = entry.member("meta");
        Meta meta = timing == null ? Meta.NONE : meta(timing);
        String usableId = id != null && isUsable(id) ? new String(id.bytes(), ISO_8859_1) : "null";
        if (version == null
                || !version.isString("2.0")
                || method == null
                || !method.is('"')
                || (id != null && !isUsable(id))
                || (params != null && !params.is('[') && !params.is('{'))
                || meta == null) {
            return invalid(usableId);
        }
        int offset = params == null ? 0 : params.start();
        int bytes = params == null ? 0 : params.length();
        return request(id == null ? "none" : usableId, method.string(), offset, bytes, meta);
    }

    private static boolean isUsable(JsonValue id) {
        return (id.is('"') || id.is(JsonValue.NUMBER) || id.is('n')) && id.length() <= MAX_ID_BYTES;
    }

    /** Null if it is not as it has to be. */
    private static @Nullable Meta meta(JsonValue meta) {
        if (!meta.is('{')) {
            return null;
        }
        long timeoutMs = 0;
        String traceparent = null;
        boolean timing = false;
        for (Member member : meta.members()) {
            JsonValue value = member.value();
            switch (member.name()) {
                case "timeoutMs" -> {
                    if (!value.isInteger() || new BigInteger(value.ascii()).signum() <= 0) {
                        return null;
                    }
                    timeoutMs = new BigInteger(value.ascii()).min(LONGEST_MS).longValueExact();
                }
                case "traceparent" -> {
                    if (!value.is('"') || value.string().length() > MAX_TRACEPARENT_CHARS) {
                        return null;
                    }
                    traceparent = value.string();
                }
                case "timing" -> {
                    if (!value.is('t') && !value.is('f')) {
                        return null;
                    }
                    timing = value.is('t');
                }
                default -> {}
            }
        }
        return new Meta(timeoutMs, traceparent, timing);
    }
}
