package dev.sluice.config;

/** Everything that can be configured, one record per section. Immutable: any thread may read it. */
public record SluiceConfig(
        Listen listen,
        Connections connections,
        ProxyProtocol proxyProtocol,
        Admin admin,
        Workers workers,
        Blocking blocking,
        Services services,
        Limits limits,
        Drain drain,
        Logging logging) {

    static SluiceConfig from(Settings settings) throws ConfigException {
        return new SluiceConfig(
                Listen.from(settings),
                Connections.from(settings),
                ProxyProtocol.from(settings),
                Admin.from(settings),
                Workers.from(settings),
                Blocking.from(settings),
                Services.from(settings),
                Limits.from(settings),
                Drain.from(settings),
                Logging.from(settings));
    }
}
