package dev.sluice.jsonrpc;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the responses to the entries of one batch until the last one is there.
 *
 * <p>Owned by the connection that read the batch and confined to its thread; written only if it is not empty. Invariant: {@code open} entries have neither
 * been answered nor turned out to want no answer; {@code bytes} is what {@link #write} writes, at most the limit and
 * a small error for each entry: every other response that does not fit is replaced by one.
 */
public final class BatchResponse implements Answer {
    /** Errors up to this size always have room, so that those in place of what is larger do. */
    static final int SMALL_BYTES = 512;

    private static final String NO_ROOM = "the answers of the batch exceed limits.maxResponseBytes together";

    private final List<Response> responses = new ArrayList<>();
    private final int maxBytes;
    private int open;
    private int bytes = 1; // one bracket; a response brings a comma or the other bracket

    /**
     * @param entries how many entries the batch has, 1 or more
     * @param maxBytes the largest array, in bytes, small errors aside
     */
    public BatchResponse(int entries, int maxBytes) {
        this.open = entries;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes the response to an entry. One that does not fit any more becomes an error.
     *
     * @return the bytes it adds
     */
    public int add(Response response) {
        boolean small = !response.isResult() && response.bytes() <= SMALL_BYTES;
        boolean fits = small || (long) bytes + response.bytes() + 1 <= maxBytes;
        Response kept = fits ? response : response.tooLarge(NO_ROOM);
        int added = kept.bytes() + 1;
        responses.add(kept);
        bytes += added;
        open--;
        return added;
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
