package dev.sluice.cluster;

import dev.sluice.bus.Lane;
import dev.sluice.bus.RemoteLane;
import dev.sluice.bus.Target;
import dev.sluice.bus.Targets;
import dev.sluice.metrics.NodeMeters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of each method of the cluster go. Read by all loops from one frozen map, which the directory replaces. A
 * method that was offered once stays known: when nobody offers it any more its calls are refused, which is something else than
 * a method that there is not.
 */
public final class RoutingTable implements Targets {
    private final Map<String, Target> local;
    private final List<Lane> lanes;
    private final NodeMeters meters;
    private volatile Map<String, Target> targets;

    /**
     * A table that knows this node alone.
     *
     * @param local the methods of this node
     * @param lanes its lanes
     * @param meters count the calls of each method
     */
    public RoutingTable(Map<String, Target> local, List<Lane> lanes, NodeMeters meters) {
        this.local = Map.copyOf(local);
        this.lanes = List.copyOf(lanes);
        this.meters = meters;
        this.targets = this.local;
    }

    @Override
    public @Nullable Target find(String method) {
        return targets.get(method);
    }

    @Override
    public List<Lane> lanes() {
        return lanes;
    }

    /** Whether any method can be called now. */
    public boolean hasTargets() {
        return targets.values().stream().anyMatch(Target::isOffered);
    }

    /** A method of another node, and the lane that takes its calls. */
    record Remote(Notice.Offer offer, RemoteLane lane) {}

    /** Other nodes offer this now. Called by the directory. */
    void offer(List<Remote> remotes) {
        Map<String, List<Remote>> byMethod = new HashMap<>();
        for (Remote remote : remotes) {
            byMethod.computeIfAbsent(remote.offer.name(), name -> new ArrayList<>())
                    .add(remote);
        }
        Map<String, Target> next = new HashMap<>();
        targets.forEach((name, known) -> next.put(name, local.getOrDefault(name, withoutNodes(known))));
        byMethod.forEach((name, offers) -> next.put(name, targetOf(name, offers)));
        targets = Map.copyOf(next);
    }

    private Target targetOf(String name, List<Remote> offers) {
        List<RemoteLane> elsewhere = offers.stream().map(Remote::lane).toList();
        Target here = local.get(name);
        boolean idempotent = offers.stream().allMatch(remote -> remote.offer.idempotent());
        if (here != null) {
            return new Target(
                    here.lane(), elsewhere, here.timeoutNanos(), here.idempotent() && idempotent, here.meter());
        }
        long timeoutMs = offers.stream()
                .mapToLong(remote -> remote.offer.timeoutMs())
                .min()
                .orElseThrow();
        return new Target(
                Lane.elsewhere(lanes.size()), elsewhere, timeoutMs * 1_000_000, idempotent, meters.method(name));
    }

    private static Target withoutNodes(Target known) {
        return new Target(known.lane(), List.of(), known.timeoutNanos(), known.idempotent(), known.meter());
    }
}
