package dev.sluice.bus;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a call. One for each connection, shared by its calls.
 *
 * @param remoteAddress the client as {@code host:port}
 * @param identity what the client has proved to be, or null
 */
public record Origin(String remoteAddress, @Nullable String identity) {}
