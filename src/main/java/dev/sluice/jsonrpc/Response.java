package dev.sluice.jsonrpc;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A response object, made of parts that are JSON already: {@code {"jsonrpc":"2.0","result":…,"id":…}}.
 * Immutable.
 */
public final class Response implements Answer {
    private static final byte[] NULL = ascii("null");
    private static final byte[] RESULT = ascii("{\"jsonrpc\":\"2.0\",\"result\":");
    private static final byte[] ERROR = ascii("{\"jsonrpc\":\"2.0\",\"error\":");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] META = ascii(",\"meta\":");

    private final byte[] head;
    private final byte[] payload;
    private final byte[] id;
    private final byte @Nullable [] meta;
    private final Executed executed;

    private Response(Executed executed, byte[] payload, byte[] id, byte @Nullable [] meta, byte[] head) {
        this.head = head;
        this.payload = payload;
        this.id = id;
        this.meta = meta;
        this.executed = executed;
    }

    /**
     * A success.
     *
     * @param id the exact JSON text of the request's id
     * @param result any JSON value, {@code null} included
     * @param meta a JSON object for the member {@code meta}, or null for none
     */
    public static Response result(byte[] id, byte[] result, byte @Nullable [] meta) {
        return new Response(Executed.YES, result, id, meta, RESULT);
    }

    /** A failure; parameters as for {@link #result}. */
    public static Response error(byte[] id, RpcError error, byte @Nullable [] meta) {
        return new Response(error.executed(), error.json(), id, meta, ERROR);
    }

    /** The id of an answer to something whose id is not known: the JSON text {@code null}. Not to be changed. */
    public static byte[] nullId() {
        return NULL;
    }

    /**
     * The response to put in place of this one when there is no room for it. What is said of its execution stays.
     *
     * @param reason which limit has no room, for the client
     */
    public Response tooLarge(String reason) {
        return error(id, RpcError.of(ErrorCode.RESPONSE_TOO_LARGE, executed, reason), null);
    }

    /** True for a success. */
    public boolean isResult() {
        return head == RESULT;
    }

    @Override
    public int bytes() {
        int metaBytes = meta == null ? 0 : META.length + meta.length;
        return head.length + payload.length + metaBytes + ID.length + id.length + 1;
    }

    @Override
    public int write(byte[] target, int at) {
        int end = put(target, at, head);
        end = put(target, end, payload);
        if (meta != null) {
            end = put(target, end, META);
            end = put(target, end, meta);
        }
        end = put(target, end, ID);
        end = put(target, end, id);
        target[end] = '}';
        return end + 1;
    }

    private static int put(byte[] target, int at, byte[] part) {
        System.arraycopy(part, 0, target, at, part.length);
        return at + part.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
