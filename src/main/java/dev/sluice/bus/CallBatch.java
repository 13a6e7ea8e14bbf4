package dev.sluice.bus;

import java.util.List;

/**
 * Calls of one loop turn for one worker instance. At most {@value #MAX_CALLS}.
 *
 * @param replyAddress the event-bus address of the gateway instance that waits
 * @param lane the lane's index, and
 * @param instance the index within it: returned with the replies, for the gateway's count
 * @param calls in the order in which they were read
 */
public record CallBatch(String replyAddress, int lane, int instance, List<Call> calls) {
    /** The most calls that one slow handler can hold back with it. */
    public static final int MAX_CALLS = 32;
}
