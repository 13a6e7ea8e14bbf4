package dev.sluice.bus;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of this node alone. Immutable. */
public final class LocalTargets implements Targets {
    private final Map<String, Target> targets;
    private final List<Lane> lanes;

    /** Every target's lane is one of {@code lanes}. */
    public LocalTargets(Map<String, Target> targets, List<Lane> lanes) {
        this.targets = Map.copyOf(targets);
        this.lanes = List.copyOf(lanes);
    }

    @Override
    public @Nullable Target find(String method) {
        return targets.get(method);
    }

    /** All methods. */
    public Map<String, Target> all() {
        return targets;
    }

    @Override
    public List<Lane> lanes() {
        return lanes;
    }
}
