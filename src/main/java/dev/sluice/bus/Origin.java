package dev.sluice.bus;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a call. One for each connection, shared by its calls.
 *
 * @param host the client's IP address
 * @param port the client's port
 * @param identity what the client has proved to be, or null
 */
public record Origin(String host, int port, @Nullable String identity) {
    /** The client as {@code host:port}, an IPv6 address in brackets. */
    public String remoteAddress() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
