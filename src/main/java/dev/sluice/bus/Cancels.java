package dev.sluice.bus;

import java.util.List;

/**
 * Calls of one gateway instance at another node that nobody waits for any more.
 *
 * @param replyAddress the gateway instance, as it was in the {@link CallBatch}
 * @param tickets of the calls
 */
record Cancels(String replyAddress, List<Long> tickets) {}
