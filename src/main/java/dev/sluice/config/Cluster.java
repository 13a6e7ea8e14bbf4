package dev.sluice.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the node finds others and is found by them.
 *
 * @param enabled false for a node alone
 * @param name of the cluster; nodes of another name are not joined
 * @param bind where it listens for the other nodes
 * @param known where they find it, if that is something else
 * @param discovery how it finds them
 * @param spillAfter time that calls wait for this node's workers before new ones may go to others, 0 ms to 1 h
 * @param security who may talk to it
 * @param hazelcast a file of Hazelcast's own keys that win over these, or null
 */
public record Cluster(
        boolean enabled,
        String name,
        Bind bind,
        Known known,
        Discovery discovery,
        Duration spillAfter,
        Security security,
        @Nullable Path hazelcast) {
    private static final String PORTS = "1..65535";

    /**
     * Where it listens.
     *
     * @param host an address of this machine
     * @param port for membership, 1 to 65,535
     * @param busPort for calls, 0 to 65,535; 0 picks a free one
     */
    public record Bind(String host, int port, int busPort) {
        static Bind from(Settings settings) throws ConfigException {
            return new Bind(
                    settings.host("cluster.host", "127.0.0.1", "Address that other nodes connect to"),
                    settings.integer("cluster.port", "7413", PORTS, "Port for membership (Hazelcast)"),
                    settings.integer("cluster.busPort", "7414", "0..65535", "Port for calls; 0 picks a free one"));
        }

        /** The host as an IP address, if it has one. */
        public String address() {
            try {
                return InetAddress.getByName(host).getHostAddress();
            } catch (UnknownHostException e) {
                return host;
            }
        }

        boolean isEveryAddress() {
            try {
                return InetAddress.getByName(host).isAnyLocalAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }

        /** True if no other machine can connect. */
        boolean isLoopback() {
            try {
                return InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }

    /**
     * Where others find it, behind address translation.
     *
     * @param host empty for the one it listens at
     * @param port 0 for the one it listens at
     * @param busPort 0 for the one it listens at
     */
    public record Known(String host, int port, int busPort) {
        static Known from(Settings settings) throws ConfigException {
            return new Known(
                    settings.hostOrNone("cluster.publicHost", "Address that other nodes are told, if it differs"),
                    settings.integerOrOff("cluster.publicPort", PORTS, "Port for membership that they are told"),
                    settings.integerOrOff("cluster.publicBusPort", PORTS, "Port for calls that they are told"));
        }
    }

    /**
     * How it finds others.
     *
     * @param members addresses of nodes, itself among them or not
     * @param kubernetes the DNS name of a headless service, or empty
     * @param multicast true to ask the network
     */
    public record Discovery(List<String> members, String kubernetes, boolean multicast) {
        static Discovery from(Settings settings) throws ConfigException {
            return new Discovery(
                    settings.addresses("cluster.members", "Nodes to join, for membership; may include this one"),
                    settings.hostOrNone(
                            "cluster.kubernetes", "DNS name of a headless service whose pods are the nodes"),
                    settings.flag(
                            "cluster.multicast", false, "Look for nodes on the network, where anyone may answer"));
        }

        /** The way and whom it names, as they are configured. */
        public String inWords() {
            if (multicast) {
                return "cluster.multicast true";
            }
            return kubernetes.isEmpty() ? "cluster.members " + members : "cluster.kubernetes " + kubernetes;
        }

        private void require(Settings settings) throws ConfigException {
            String relation = "cannot stand beside";
            boolean byName = !kubernetes.isEmpty();
            settings.require(members.isEmpty() || !byName, "cluster.members", relation, "cluster.kubernetes");
            settings.require(members.isEmpty() || !multicast, "cluster.members", relation, "cluster.multicast");
            settings.require(!byName || !multicast, "cluster.kubernetes", relation, "cluster.multicast");
        }
    }

    /**
     * Who may talk to it.
     *
     * @param certificate PEM, its own, or null
     * @param key PEM, for the certificate, or null
     * @param trust PEM, whose certificates of other nodes are believed, or null
     * @param insecure true to do without these on a network that is private
     */
    public record Security(
            @Nullable Path certificate,
            @Nullable Path key,
            @Nullable Path trust,
            boolean insecure) {
        static Security from(Settings settings) throws ConfigException {
            return new Security(
                    settings.file("cluster.tls.certificate", "PEM: this node's certificate for the port for calls"),
                    settings.file("cluster.tls.key", "PEM: its key, PKCS#8"),
                    settings.file(
                            "cluster.tls.trust",
                            "PEM: who signed the certificates of the nodes; no one else is let in"),
                    settings.flag("cluster.insecure", false, "Do without cluster.tls although others can connect"));
        }

        /** True if calls between nodes are encrypted, and nodes prove who they are. */
        public boolean isTls() {
            return certificate != null && key != null && trust != null;
        }

        /** The files, as they are configured, behind a comma; empty without. */
        public String inWords() {
            return isTls()
                    ? ", cluster.tls.certificate " + certificate + ", cluster.tls.key " + key + ", cluster.tls.trust "
                            + trust
                    : "";
        }

        private boolean isHalf() {
            return !isTls() && (certificate != null || key != null || trust != null);
        }
    }

    static Cluster from(Settings settings) throws ConfigException {
        Cluster cluster = new Cluster(
                settings.flag("cluster.enabled", false, "Join other nodes; the same as --cluster"),
                settings.name("cluster.name", "sluice", "Nodes of another name are not joined"),
                Bind.from(settings),
                Known.from(settings),
                Discovery.from(settings),
                settings.duration(
                        "cluster.spillAfter",
                        "20ms",
                        "0ms..1h",
                        "Wait of calls for this node's workers; beyond it new ones may go to other nodes"),
                Security.from(settings),
                settings.file("cluster.hazelcast", "YAML of Hazelcast's own keys, which win over these; for experts"));
        Security security = cluster.security;
        settings.require(
                !cluster.enabled || !cluster.bind.isEveryAddress(),
                "cluster.host",
                "has to be one address of this machine, which others connect to, with",
                "cluster.enabled");
        cluster.discovery.require(settings);
        settings.require(
                !security.isHalf(), "cluster.tls.certificate", "needs cluster.tls.key and", "cluster.tls.trust");
        boolean closed = cluster.bind.isLoopback() || security.isTls() || security.insecure;
        settings.require(
                !cluster.enabled || closed,
                "cluster.host",
                "needs cluster.tls, for anyone who can connect could send calls; or, on a private network,",
                "cluster.insecure");
        return cluster;
    }
}
