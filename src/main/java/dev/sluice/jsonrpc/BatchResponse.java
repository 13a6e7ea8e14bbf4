package dev.sluice.jsonrpc;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the responses to the entries of one batch until the last one is there.
 *
 * <p>Owned by the connection that read the batch and confined to its thread; written only if it is not empty. Invariant: {@code open} entries have neither
 * been answered nor turned out to want no answer; {@code bytes} is what {@link #write} writes. Results never make it
 * larger than the limit: one that does not fit is replaced by an error.
 */
public final class BatchResponse implements Answer {
    private static final RpcError NO_ROOM = RpcError.of(
            ErrorCode.RESPONSE_TOO_LARGE, Executed.YES, "the answers of the batch exceed the limit together");

    private final List<Response> responses = new ArrayList<>();
    private final int maxBytes;
    private int open;
    private int bytes = 1; // one bracket; a response brings a comma or the other bracket

    /**
     * @param entries how many entries the batch has, 1 or more
     * @param maxBytes the largest array of results, in bytes
     */
    public BatchResponse(int entries, int maxBytes) {
        this.open = entries;
        this.maxBytes = maxBytes;
    }

    /** Takes the response to an entry. A result that does not fit any more becomes an error. */
    public void add(Response response) {
        boolean fits = !response.isResult() || (long) bytes + response.bytes() + 1 <= maxBytes;
        Response kept = fits ? response : response.replacedBy(NO_ROOM);
        responses.add(kept);
        bytes += kept.bytes() + 1;
        open--;
    }

    /** An entry is done and wants no response: it was a notification. */
    public void skip() {
        open--;
    }

    /** True when nothing is awaited any more. */
    public boolean isComplete() {
        return open == 0;
    }

    /** True if there is nothing to send: there were only notifications. */
    public boolean isEmpty() {
        return responses.isEmpty();
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public int write(byte[] target, int at) {
        int end = at;
        byte separator = '[';
        for (Response response : responses) {
            target[end] = separator;
            end = response.write(target, end + 1);
            separator = ',';
        }
        target[end] = ']';
        return end + 1;
    }
}
