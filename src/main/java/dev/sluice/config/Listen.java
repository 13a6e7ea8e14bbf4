package dev.sluice.config;

/**
 * Where clients connect.
 *
 * @param host name or address to bind to
 * @param port 0 to 65535; 0 picks a free one
 * @param instances event-loop verticles that share the port, 1 to 256
 */
public record Listen(String host, int port, int instances) {

    static Listen from(Settings settings) throws ConfigException {
        return new Listen(
                settings.host(
                        "listen.host", "127.0.0.1", "Address that clients connect to; 0.0.0.0 for every interface"),
                settings.integer("listen.port", "7411", "0..65535", "Port that clients connect to; 0 picks a free one"),
                settings.integerOrAuto(
                        "listen.instances",
                        Math.min(256, Runtime.getRuntime().availableProcessors()),
                        "1..256",
                        "Event loops that share the port; auto is one per processor"));
    }
}
