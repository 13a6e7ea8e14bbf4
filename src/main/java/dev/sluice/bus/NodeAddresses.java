package dev.sluice.bus;

/** The event-bus addresses of a cluster. Each begins with {@code sluice.} and names a node, but for the one for all. */
final class NodeAddresses {
    /** Where nodes tell all others of themselves. */
    static final String DIRECTORY = "sluice.directory";

    private NodeAddresses() {}

    /** Where a node takes calls. */
    static String calls(String node) {
        return "sluice.node." + node;
    }

    /** Where a gateway instance of a node takes replies. */
    static String gateway(String node, int number) {
        return "sluice.gateway." + node + "." + number;
    }

    /** Whose gateway this is. */
    static String nodeOf(String gateway) {
        String rest = gateway.substring(gateway.indexOf('.', gateway.indexOf('.') + 1) + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    /** Where a node is told of others. */
    static String directory(String node) {
        return DIRECTORY + "." + node;
    }
}
