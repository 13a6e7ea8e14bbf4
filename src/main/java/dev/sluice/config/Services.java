package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which services are offered, and what they are given.
 *
 * @param demo whether the built-in demo service is offered
 * @param dir a directory of jars that existed when the configuration was read, or null for none
 * @param config the subtree of each service that has one, by the service's name; ask {@link #configOf} for a copy
 */
public record Services(boolean demo, @Nullable Path dir, Map<String, JsonNode> config) {

    public Services {
        config = Map.copyOf(config);
    }

    /**
     * What the service of that name is given: a copy of its own, an empty object if nothing is configured for it.
     */
    public JsonNode configOf(String service) {
        JsonNode subtree = config.get(service);
        return subtree == null ? JsonNodeFactory.instance.objectNode() : subtree.deepCopy();
    }

    /** Names the services only: what they are given may be secret. */
    @Override
    public String toString() {
        return "Services[demo=" + demo + ", dir=" + dir + ", config of " + config.keySet() + "]";
    }

    static Services from(Settings settings) throws ConfigException {
        return new Services(
                settings.flag("services.demo", true, "Offer the built-in demo service: demo.echo and its like"),
                settings.directory("services.dir", "Directory of jars with services, read at start; empty for none"),
                byName(settings.tree(
                        "services.config", "What services are given: config.<name> goes to the service of that name")));
    }

    private static Map<String, JsonNode> byName(ObjectNode tree) {
        Map<String, JsonNode> services = new LinkedHashMap<>();
        tree.properties().forEach(entry -> services.put(entry.getKey(), entry.getValue()));
        return services;
    }
}
