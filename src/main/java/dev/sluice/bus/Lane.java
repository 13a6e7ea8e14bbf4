package dev.sluice.bus;

import java.util.List;

/**
 * A group of equal consumers, any of which may take a call: the worker instances of a node, or its blocking pool.
 *
 * @param index its place among all lanes
 * @param addresses the event-bus address of each instance, one or more
 */
public record Lane(int index, List<String> addresses) {}
