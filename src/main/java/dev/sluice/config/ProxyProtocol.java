package dev.sluice.config;

import dev.sluice.limits.Networks;

/**
 * Who says for whom a connection is, where clients come through a balancer.
 *
 * @param enabled true if every connection begins with a header of the PROXY protocol
 * @param trustedProxies who is believed; not empty if enabled
 */
public record ProxyProtocol(boolean enabled, Networks trustedProxies) {
    static ProxyProtocol from(Settings settings) throws ConfigException {
        ProxyProtocol proxyProtocol = new ProxyProtocol(
                settings.flag(
                        "proxyProtocol.enabled",
                        false,
                        "Every connection begins with a header of the PROXY protocol, version 1 or 2"),
                settings.networks(
                        "proxyProtocol.trustedProxies", "Balancers that are believed; anyone else is closed"));
        boolean someoneIsTrusted = !proxyProtocol.enabled || !proxyProtocol.trustedProxies.isEmpty();
        settings.require(
                someoneIsTrusted, "proxyProtocol.trustedProxies", "must not be empty with", "proxyProtocol.enabled");
        return proxyProtocol;
    }
}
