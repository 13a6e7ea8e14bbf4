package dev.sluice.config;

/**
 * One key that can be configured, in words for people.
 *
 * @param key dotted, such as {@code limits.maxFrameBytes}
 * @param byDefault the default as text; empty where nothing is
 * @param allowed the values that are accepted
 * @param what one line: what it is, and what happens at the limit
 */
public record Option(String key, String byDefault, String allowed, String what) {}
