package dev.sluice.config;

import java.util.Set;

/** Everything that can be configured, one record per section. Immutable: any thread may read it. */
public record SluiceConfig(
        Listen listen,
        Connections connections,
        ProxyProtocol proxyProtocol,
        Admin admin,
        Workers workers,
        Blocking blocking,
        Services services,
        Routes routes,
        Limits limits,
        Drain drain,
        Set<Role> roles,
        Cluster cluster,
        Logging logging) {

    static SluiceConfig from(Settings settings) throws ConfigException {
        SluiceConfig config = new SluiceConfig(
                Listen.from(settings),
                Connections.from(settings),
                ProxyProtocol.from(settings),
                Admin.from(settings),
                Workers.from(settings),
                Blocking.from(settings),
                Services.from(settings),
                Routes.from(settings),
                Limits.from(settings),
                Drain.from(settings),
                roles(settings),
                Cluster.from(settings),
                Logging.from(settings));
        boolean isWhole = config.roles.size() == Role.values().length;
        settings.require(isWhole || config.cluster.enabled(), "roles", "needs", "cluster.enabled");
        return config;
    }

    private static Set<Role> roles(Settings settings) throws ConfigException {
        return settings.choices(
                "roles", Role.class, "A gateway takes clients, a worker runs the services; one alone needs a cluster");
    }
}
