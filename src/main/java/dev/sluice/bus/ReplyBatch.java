package dev.sluice.bus;

import java.util.List;

/**
 * Replies of one worker instance to one gateway instance.
 *
 * @param lane as it was in the {@link CallBatch}
 * @param instance as it was in the {@link CallBatch}
 * @param replies one or more, in the order in which they became ready
 */
public record ReplyBatch(int lane, int instance, List<Reply> replies) {}
