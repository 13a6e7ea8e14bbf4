package dev.sluice.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.hazelcast.config.Config;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.YamlConfigBuilder;
import dev.sluice.config.Cluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hazelcast's configuration as a tree of its own keys: ours, and what an expert's file puts over them. Every key of
 * Hazelcast can be set there, and no key of ours has to be repeated. Stateless.
 */
final class HazelcastYaml {
    private static final String ROOT = "hazelcast";

    /**
     * A member that is silent for so long is removed, and two halves have to merge then. It may be as long as it will: calls do not
     * wait for it. It has to be long: packets that were lost are sent again after twice as long each time (RFC 6298, 5.5), so
     * that after a partition of 15 s Hazelcast's own connections may be silent for 30 s.
     */
    private static final String MAX_SILENCE_SECONDS = "60";

    private static final String HEARTBEAT_SECONDS = "2";
    private static final String MERGE_SECONDS = "5";

    private static final JsonMapper JSON = new JsonMapper();

    private HazelcastYaml() {}

    /**
     * What Hazelcast is made with.
     *
     * @throws IOException if the file cannot be read, or is not what Hazelcast understands
     */
    static Config configOf(Cluster cluster) throws IOException {
        ObjectNode tree = JSON.createObjectNode();
        ObjectNode root = tree.putObject(ROOT);
        root.put("cluster-name", cluster.name());
        properties(cluster, root.putObject("properties"));
        root.putObject("metrics").put("enabled", false);
        network(cluster, root.putObject("network"));
        root.putObject("multimap").putObject("__vertx.subs").put("value-collection-type", "SET");
        root.putObject("map").putObject("__vertx.haInfo").put("backup-count", 1);
        root.withObject("map").putObject("__vertx.nodeInfo").put("backup-count", 1);
        Path file = cluster.hazelcast();
        if (file != null) {
            merge(tree, expert(file));
        }
        try {
            return new YamlConfigBuilder(new ByteArrayInputStream(JSON.writeValueAsBytes(tree))).build();
        } catch (InvalidConfigurationException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void properties(Cluster cluster, ObjectNode properties) {
        properties.put(
                "hazelcast.prefer.ipv4.stack",
                String.valueOf(!isIpv6(cluster.bind().address())));
        properties.put("hazelcast.logging.type", "slf4j");
        properties.put("hazelcast.phone.home.enabled", "false");
        properties.put("hazelcast.shutdownhook.enabled", "false"); // the drain says when it ends
        properties.put("hazelcast.socket.bind.any", "false");
        properties.put("hazelcast.heartbeat.interval.seconds", HEARTBEAT_SECONDS);
        properties.put("hazelcast.max.no.heartbeat.seconds", MAX_SILENCE_SECONDS);
        properties.put(
                "hazelcast.wait.seconds.before.join", "0"); // for others that may come: what comes later joins, too
        properties.put("hazelcast.merge.first.run.delay.seconds", MERGE_SECONDS);
        properties.put("hazelcast.merge.next.run.delay.seconds", MERGE_SECONDS);
    }

    private static void network(Cluster cluster, ObjectNode network) {
        Cluster.Bind bind = cluster.bind();
        network.putObject("port").put("port", bind.port()).put("auto-increment", false);
        network.putObject("interfaces")
                .put("enabled", true)
                .putArray("interfaces")
                .add(bind.address());
        Cluster.Known known = cluster.known();
        if (!known.host().isEmpty() || known.port() > 0) {
            String host = known.host().isEmpty() ? bind.host() : known.host();
            String bracketed = isIpv6(host) ? "[" + host + "]" : host;
            network.put("public-address", bracketed + ":" + (known.port() > 0 ? known.port() : bind.port()));
        }
        ObjectNode join = network.putObject("join");
        Cluster.Discovery discovery = cluster.discovery();
        boolean isKubernetes = !discovery.kubernetes().isEmpty();
        join.putObject("auto-detection").put("enabled", false);
        join.putObject("multicast").put("enabled", discovery.multicast());
        if (isKubernetes) {
            join.putObject("kubernetes")
                    .put("enabled", true)
                    .put("service-dns", discovery.kubernetes())
                    .put("service-port", bind.port());
        }
        ObjectNode list = join.putObject("tcp-ip").put("enabled", !isKubernetes && !discovery.multicast());
        ArrayNode members = list.putArray("member-list");
        discovery.members().forEach(members::add);
    }

    private static boolean isIpv6(String host) {
        return host.indexOf(':') >= 0;
    }

    private static ObjectNode expert(Path file) throws IOException {
        JsonNode tree = new YAMLMapper().readTree(file.toFile());
        if (!(tree instanceof ObjectNode object) || !object.path(ROOT).isObject() || object.size() != 1) {
            throw new IOException("it is not one section named " + ROOT);
        }
        return object;
    }

    private static void merge(ObjectNode ours, ObjectNode over) {
        for (Map.Entry<String, JsonNode> member : over.properties()) {
            @Nullable JsonNode own = ours.get(member.getKey());
            if (own instanceof ObjectNode section && member.getValue() instanceof ObjectNode with) {
                merge(section, with);
            } else {
                ours.set(member.getKey(), member.getValue());
            }
        }
    }
}
