package dev.sluice.gateway;

import dev.sluice.bus.BusAccess;
import dev.sluice.bus.Targets;
import dev.sluice.limits.Networks;
import dev.sluice.limits.NodeBudget;
import dev.sluice.metrics.NodeMeters;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all gateway instances of a node share. All of it may be used from any thread.
 *
 * @param bus the event bus and its clock
 * @param targets who offers which method
 * @param budget what the node may hold
 * @param meters what it counts
 * @param limits what a connection, a body and an answer may be
 * @param drain when what happens in a drain
 * @param greeting what {@code rpc.hello} says of the node
 * @param peers the log of those who are not waited for
 * @param proxies who says for whom a connection is; null if clients connect themselves
 */
public record GatewayParts(
        BusAccess bus,
        Targets targets,
        NodeBudget budget,
        NodeMeters meters,
        GatewayLimits limits,
        DrainTimes drain,
        Greeting greeting,
        PeerLog peers,
        @Nullable Networks proxies) {
    /** The clock of everything in a gateway. */
    LongSupplier nanoTime() {
        return bus.nanoTime();
    }
}
