package dev.sluice.config;

/**
 * Where people and machines ask for health and metrics.
 *
 * @param host name or address to bind to
 * @param port 0 to 65535; 0 picks a free one
 * @param agentPort for HAProxy's agent-check, 1 to 65535; 0 for none
 */
public record Admin(String host, int port, int agentPort) {

    static Admin from(Settings settings) throws ConfigException {
        return new Admin(
                settings.host(
                        "admin.host", "127.0.0.1", "Address of the HTTP pages for health and metrics; keep it private"),
                settings.integer("admin.port", "7412", "0..65535", "Port of the HTTP pages; 0 picks a free one"),
                settings.integerOrOff("admin.agentPort", "1..65535", "Port for HAProxy's agent-check: ready or drain"));
    }
}
