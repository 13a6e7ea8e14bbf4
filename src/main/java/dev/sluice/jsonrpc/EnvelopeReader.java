package dev.sluice.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the body of a frame: checks the whole of it, params included, and finds the parts of each request in it. Builds
 * no tree. Nothing is returned before the last byte was found to be right, so a broken body never starts a call.
 *
 * <p>Stateless apart from the factory; one instance serves one event loop.
 */
public final class EnvelopeReader {
    private static final RpcError NOT_A_REQUEST =
            RpcError.of(ErrorCode.INVALID_REQUEST, Executed.NO, "a request is a JSON object");
    private static final RpcError EMPTY_BATCH =
            RpcError.of(ErrorCode.INVALID_REQUEST, Executed.NO, "a batch has at least one entry");

    private final JsonFactory factory = JsonLimits.strictFactory();
    private final int maxBatch;
    private final Incoming batchTooLarge;

    /**
     * @param maxBatch the most entries of a batch, 1 or more
     */
    public EnvelopeReader(int maxBatch) {
        this.maxBatch = maxBatch;
        this.batchTooLarge = invalid(RpcError.of(
                ErrorCode.INVALID_REQUEST,
                Executed.NO,
                "a batch has at most limits.maxBatch " + maxBatch + " entries"));
    }

    /**
     * Reads a body.
     *
     * @param body any bytes
     * @return a request, a batch, or the error to answer with; never null, never an exception
     */
    public Incoming read(byte[] body) {
        int wrongByte = Utf8.firstError(body);
        if (wrongByte >= 0) {
            return parseError("not UTF-8 text without byte order mark at byte " + wrongByte);
        }
        try (JsonParser in = factory.createParser(body)) {
            Incoming incoming = readRoot(in, body);
            return in.nextToken() == null ? incoming : parseError("more than one JSON value");
        } catch (StreamConstraintsException e) {
            return parseError("beyond a limit: depth " + JsonLimits.MAX_DEPTH + ", digits of a number "
                    + JsonLimits.MAX_NUMBER_DIGITS + ", tokens " + JsonLimits.MAX_TOKENS + ", bytes of a name "
                    + JsonLimits.MAX_NAME_BYTES);
        } catch (DuplicateMemberException e) {
            return parseError("a member of the envelope stands twice");
        } catch (IOException e) { // of an array, which cannot fail: always one of the parser's
            return parseError("not JSON at byte "
                    + ((JsonProcessingException) e).getLocation().getByteOffset());
        }
    }

    /** True for the answer to a batch with more entries than a batch may have. */
    @SuppressWarnings("ReferenceEquality") // it is made once
    public boolean isBatchTooLarge(Incoming incoming) {
        return incoming == batchTooLarge;
    }

    private Incoming readRoot(JsonParser in, byte[] body) throws IOException {
        JsonToken first = in.nextToken();
        if (first == null) {
            return parseError("empty body");
        }
        return first == JsonToken.START_ARRAY ? readBatch(in, body) : readEntry(in, body);
    }

    private Incoming readBatch(JsonParser in, byte[] body) throws IOException {
        List<Incoming.Entry> entries = new ArrayList<>();
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            count++;
            if (count <= maxBatch) {
                entries.add(readEntry(in, body));
            } else {
                in.skipChildren();
            }
        }
        if (count == 0) {
            return invalid(EMPTY_BATCH);
        }
        return count > maxBatch ? batchTooLarge : new Incoming.Batch(entries);
    }

    private static Incoming.Entry readEntry(JsonParser in, byte[] body) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return invalid(NOT_A_REQUEST);
        }
        return new EntryReader(in, body).read();
    }

    private static Incoming parseError(String reason) {
        return invalid(RpcError.of(ErrorCode.PARSE_ERROR, Executed.NO, reason));
    }

    private static Incoming.Invalid invalid(RpcError error) {
        return new Incoming.Invalid(Response.nullId(), error);
    }
}
