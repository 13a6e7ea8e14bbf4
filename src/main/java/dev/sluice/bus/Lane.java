package dev.sluice.bus;

import java.util.List;

/**
 * A group of equal consumers, any of which may take a call: the worker instances of a node, or its blocking pool.
 *
 * @param index its place among all lanes
 * @param addresses the event-bus address of each instance, one or more
 * @param width how many calls an instance works on at once: 1, or as many as the blocking pool has threads
 */
public record Lane(int index, List<String> addresses, int width) {
    /** A lane of instances that work on one call after the other. */
    public Lane(int index, List<String> addresses) {
        this(index, addresses, 1);
    }
}
