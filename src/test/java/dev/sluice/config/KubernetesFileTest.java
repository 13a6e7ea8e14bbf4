package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/kubernetes.yaml: that its parts fit together, and that the server takes the configuration in it. */
class KubernetesFileTest {
    private static final Path FILE = Path.of("conf/kubernetes.yaml");
    private static final String SECRETS = "/etc/sluice-tls";

    @TempDir
    Path dir;

    private final List<JsonNode> objects = new ArrayList<>();
    private SluiceConfig config;

    @BeforeEach
    void read() throws Exception {
        YAMLMapper yaml = new YAMLMapper();
        try (var values = yaml.readerFor(JsonNode.class).<JsonNode>readValues(FILE.toFile())) {
            values.forEachRemaining(objects::add);
        }
        for (String name : List.of("tls.crt", "tls.key", "ca.crt")) {
            Files.createFile(dir.resolve(name));
        }
        String text =
                object("ConfigMap", "sluice").path("data").path("sluice.yaml").asText();
        Path file = Files.writeString(dir.resolve("sluice.yaml"), text.replace(SECRETS, dir.toString()));
        LoadedConfig loaded = ConfigLoader.load(file, Map.of("SLUICE_CLUSTER_HOST", "10.1.2.3"), Map.of());
        assertThat(loaded.warnings()).isEmpty();
        config = loaded.config();
    }

    @Test
    void saysWhereEachPortIs() {
        assertThat(port("rpc")).isEqualTo(config.listen().port());
        assertThat(port("admin")).isEqualTo(config.admin().port());
        assertThat(port("cluster")).isEqualTo(config.cluster().bind().port());
        assertThat(port("bus")).isEqualTo(config.cluster().bind().busPort());
    }

    @Test
    void findsNodesByTheServiceThatNamesThem() {
        JsonNode nodes = object("Service", config.cluster().discovery().kubernetes());

        assertThat(nodes.path("spec").path("clusterIP").asText()).isEqualTo("None");
        assertThat(nodes.path("spec").path("publishNotReadyAddresses").asBoolean())
                .isTrue();
    }

    @Test
    void namesTheSamePodsEverywhere() {
        JsonNode labels = pod().path("metadata").path("labels");

        assertThat(labels).isNotEmpty();
        for (String service : List.of("sluice", "sluice-nodes")) {
            assertThat(object("Service", service).path("spec").path("selector")).isEqualTo(labels);
        }
        assertThat(selector("Deployment", "selector")).isEqualTo(labels);
        assertThat(selector("PodDisruptionBudget", "selector")).isEqualTo(labels);
        assertThat(selector("NetworkPolicy", "podSelector")).isEqualTo(labels);
    }

    @Test
    void isGivenTheTimeThatADrainTakes() {
        String preStop = container()
                .path("lifecycle")
                .path("preStop")
                .path("exec")
                .path("command")
                .path(1)
                .asText();
        Duration drain =
                config.drain().lameDuck().plus(config.drain().hardLimit()).plusSeconds(Long.parseLong(preStop));

        assertThat(Duration.ofSeconds(
                        pod().path("spec").path("terminationGracePeriodSeconds").asLong()))
                .isGreaterThan(drain);
    }

    @Test
    void probesThePagesThatThereAre() {
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode get = container().path(probe).path("httpGet");
            assertThat(get.path("port").asText()).as(probe).isEqualTo("admin");
            assertThat(get.path("path").asText()).as(probe).isIn("/livez", "/readyz");
        }
    }

    @Test
    void letsOnlyNodesReachThePortsOfTheCluster() {
        JsonNode policy = object("NetworkPolicy", "sluice").path("spec");
        List<JsonNode> open = StreamSupport.stream(policy.path("ingress").spliterator(), false)
                .filter(rule -> rule.path("ports").findValuesAsText("port").contains("cluster")
                        || rule.path("ports").findValuesAsText("port").contains("bus"))
                .toList();

        assertThat(open).hasSize(1);
        assertThat(open.get(0).path("from").path(0).path("podSelector").path("matchLabels"))
                .isEqualTo(pod().path("metadata").path("labels"));
    }

    private JsonNode object(String kind, String name) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.path("metadata").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    private JsonNode selector(String kind, String field) {
        return object(kind, "sluice").path("spec").path(field).path("matchLabels");
    }

    private JsonNode pod() {
        return object("Deployment", "sluice").path("spec").path("template");
    }

    private JsonNode container() {
        return pod().path("spec").path("containers").path(0);
    }

    private int port(String name) {
        return StreamSupport.stream(container().path("ports").spliterator(), false)
                .filter(port -> port.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("containerPort")
                .asInt();
    }
}
