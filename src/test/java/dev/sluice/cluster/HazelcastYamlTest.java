package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import dev.sluice.config.Cluster;
import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Hazelcast is told. */
class HazelcastYamlTest {
    @TempDir
    Path dir;

    private static Cluster cluster(Map<String, String> overrides) throws ConfigException {
        return ConfigLoader.load(null, Map.of(), overrides).config().cluster();
    }

    private static NetworkConfig network(Map<String, String> overrides) throws ConfigException, IOException {
        return HazelcastYaml.configOf(cluster(overrides)).getNetworkConfig();
    }

    private Config withFile(String yaml) throws ConfigException, IOException {
        Path file = Files.writeString(dir.resolve("hazelcast.yaml"), yaml);
        return HazelcastYaml.configOf(cluster(Map.of("cluster.hazelcast", file.toString())));
    }

    @Test
    void listensWhereItIsToldAndLooksForNobodyByItself() throws Exception {
        NetworkConfig network = network(Map.of("cluster.port", "5001", "cluster.members", "10.0.0.1:1, b:2"));

        assertThat(network.getPort()).isEqualTo(5001);
        assertThat(network.isPortAutoIncrement()).isFalse();
        assertThat(network.getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
        JoinConfig join = network.getJoin();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("10.0.0.1:1", "b:2");
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.isAutoDetectionEnabled()).isFalse();
        assertThat(network.getPublicAddress()).isNull();
    }

    @Test
    void tellsOthersAnotherAddress() throws Exception {
        assertThat(network(Map.of("cluster.publicHost", "192.0.2.1")).getPublicAddress())
                .isEqualTo("192.0.2.1:7413");
        assertThat(network(Map.of("cluster.publicPort", "9")).getPublicAddress())
                .isEqualTo("127.0.0.1:9");
    }

    @Test
    void listensAtAnAddressOfEitherKind() throws Exception {
        Map<String, String> six = Map.of("cluster.host", "::1", "cluster.publicPort", "9");

        assertThat(HazelcastYaml.configOf(cluster(six)).getProperty("hazelcast.prefer.ipv4.stack"))
                .isEqualTo("false");
        assertThat(network(six).getPublicAddress()).isEqualTo("[::1]:9");
        assertThat(HazelcastYaml.configOf(cluster(Map.of())).getProperty("hazelcast.prefer.ipv4.stack"))
                .isEqualTo("true");
    }

    /** TCP sends again after twice as long each time: at the latest when the partition has lasted as long once more. */
    @Test
    void aPartitionOfFifteenSecondsSplitsNobody() throws Exception {
        Config config = HazelcastYaml.configOf(cluster(Map.of()));
        int heartbeat = Integer.parseInt(config.getProperty("hazelcast.heartbeat.interval.seconds"));

        assertThat(Integer.parseInt(config.getProperty("hazelcast.max.no.heartbeat.seconds")))
                .isGreaterThan(2 * (15 + heartbeat));
    }

    @Test
    void asksOneOfTheOthers() throws Exception {
        JoinConfig kubernetes = network(
                        Map.of("cluster.kubernetes", "sluice.default.svc.cluster.local", "cluster.port", "5001"))
                .getJoin();
        assertThat(kubernetes.getKubernetesConfig().getProperty("service-dns"))
                .isEqualTo("sluice.default.svc.cluster.local");
        assertThat(kubernetes.getKubernetesConfig().getProperty("service-port"))
                .as("where it listens itself: DNS names no ports")
                .isEqualTo("5001");
        assertThat(kubernetes.getTcpIpConfig().isEnabled()).isFalse();

        JoinConfig multicast = network(Map.of("cluster.multicast", "true")).getJoin();
        assertThat(multicast.getMulticastConfig().isEnabled()).isTrue();
        assertThat(multicast.getTcpIpConfig().isEnabled()).isFalse();
    }

    @Test
    void anExpertsFileIsPutOverIt() throws Exception {
        Config config = withFile("""
                hazelcast:
                  properties:
                    hazelcast.max.no.heartbeat.seconds: 99
                  network:
                    port:
                      port: 6000
                """);

        assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("99");
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getNetworkConfig().getPort()).isEqualTo(6000);
        assertThat(config.getNetworkConfig().isPortAutoIncrement()).isFalse();
        assertThat(config.getClusterName()).isEqualTo("sluice");
    }

    @Test
    void aFileThatIsNoneIsRefused() {
        assertThatThrownBy(() -> withFile("cluster-name: x\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> withFile("- 1\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> withFile("hazelcast:\n  network:\n    no-such: 1\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such");
    }
}
