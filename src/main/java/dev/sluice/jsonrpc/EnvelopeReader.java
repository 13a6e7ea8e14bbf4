package dev.sluice.jsonrpc;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the body of a frame: checks the whole of it, params included, and finds the parts of each request in it. Builds
 * no tree. Nothing is returned before the last byte was found to be right, so a broken body never starts a call.
 *
 * <p>Reads with a {@link JsonScanner} of ours: with Jackson's parser, asked token by token for what is mostly passed over,
 * a typed echo took 1.4 times the CPU. Confined to one event loop.
 */
public final class EnvelopeReader {
    private static final RpcError NOT_A_REQUEST =
            RpcError.of(ErrorCode.INVALID_REQUEST, Executed.NO, "a request is a JSON object");
    private static final RpcError EMPTY_BATCH =
            RpcError.of(ErrorCode.INVALID_REQUEST, Executed.NO, "a batch has at least one entry");

    private final NameCache methods = new NameCache();
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
        try {
            JsonScanner in = new JsonScanner(body);
            Incoming incoming = readRoot(in, body);
            return in.peek() < 0 ? incoming : parseError("more than one JSON value");
        } catch (BodyException e) {
            return parseError(e.reason());
        }
    }

    /** True for the answer to a batch with more entries than a batch may have. */
    @SuppressWarnings("ReferenceEquality") // it is made once
    public boolean isBatchTooLarge(Incoming incoming) {
        return incoming == batchTooLarge;
    }

    private Incoming readRoot(JsonScanner in, byte[] body) throws BodyException {
        int first = in.peek();
        if (first < 0) {
            return parseError("empty body");
        }
        return first == '[' ? readBatch(in, body) : readEntry(in, body);
    }

    private Incoming readBatch(JsonScanner in, byte[] body) throws BodyException {
        if (!in.open(']')) {
            return invalid(EMPTY_BATCH);
        }
        List<Incoming.Entry> entries = new ArrayList<>();
        int count = 0;
        do {
            count++;
            if (count <= maxBatch) {
                entries.add(readEntry(in, body));
            } else {
                in.value();
            }
        } while (in.more(']'));
        return count > maxBatch ? batchTooLarge : new Incoming.Batch(entries);
    }

    private Incoming.Entry readEntry(JsonScanner in, byte[] body) throws BodyException {
        if (in.peek() != '{') {
            in.value();
            return invalid(NOT_A_REQUEST);
        }
        return new EntryReader(in, body, methods).read();
    }

    private static Incoming parseError(String reason) {
        return invalid(RpcError.of(ErrorCode.PARSE_ERROR, Executed.NO, reason));
    }

    private static Incoming.Invalid invalid(RpcError error) {
        return new Incoming.Invalid(Response.nullId(), error);
    }
}
