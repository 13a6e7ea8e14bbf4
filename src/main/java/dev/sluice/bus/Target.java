package dev.sluice.bus;

import dev.sluice.metrics.MethodMeter;
import java.util.List;

/**
 * Where the calls of one method go.
 *
 * @param lane whose instances take them; {@link Lane#isElsewhere()} if none of this node does
 * @param elsewhere the lanes of other nodes that take them; empty on a node alone
 * @param timeoutNanos how long a caller waits at most
 * @param idempotent true if a call whose node was lost may be sent once more
 * @param meter counts them
 */
public record Target(Lane lane, List<RemoteLane> elsewhere, long timeoutNanos, boolean idempotent, MethodMeter meter) {
    /** A method of this node alone. */
    public Target(Lane lane, long timeoutNanos, MethodMeter meter) {
        this(lane, List.of(), timeoutNanos, false, meter);
    }

    /** True if anybody takes its calls now. */
    public boolean isOffered() {
        return !lane.isElsewhere() || !elsewhere.isEmpty();
    }
}
