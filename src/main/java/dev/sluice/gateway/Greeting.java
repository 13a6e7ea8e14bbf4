package dev.sluice.gateway;

/**
 * What a node says of itself to clients.
 *
 * @param version of the server, plain text without quotes
 * @param node its id, the one of the ready line
 */
public record Greeting(String version, String node) {}
