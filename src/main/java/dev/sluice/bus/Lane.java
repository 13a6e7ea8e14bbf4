package dev.sluice.bus;

import java.util.List;

/**
 * A group of equal consumers, any of which may take a call: the worker instances of a node, or its blocking pool.
 *
 * @param index its place among all lanes
 * @param addresses the event-bus address of each instance; none if they are all on other nodes
 * @param width how many calls an instance works on at once: 1, or as many as the blocking pool has threads
 * @param load calls that the loops of this node have for it
 */
public record Lane(int index, List<String> addresses, int width, LaneLoad load) {
    /** A lane of instances that work on one call after the other. */
    public Lane(int index, List<String> addresses) {
        this(index, addresses, 1);
    }

    /** A lane that has nothing to do yet. */
    public Lane(int index, List<String> addresses, int width) {
        this(index, addresses, width, new LaneLoad());
    }

    /** What stands for all lanes of other nodes where a lane is asked for, behind those of this node. */
    public static Lane elsewhere(int index) {
        return new Lane(index, List.of(), 0);
    }

    /** True if nobody on this node takes its calls. */
    public boolean isElsewhere() {
        return addresses.isEmpty();
    }

    /** How many calls all its instances work on at once. */
    public int capacity() {
        return addresses.size() * width;
    }
}
