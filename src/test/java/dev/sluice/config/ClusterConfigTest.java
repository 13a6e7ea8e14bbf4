package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node must know before it joins others. */
class ClusterConfigTest {
    @TempDir
    Path dir;

    private static SluiceConfig load(Map<String, String> overrides) throws ConfigException {
        return ConfigLoader.load(null, Map.of(), overrides).config();
    }

    private static void assertRefused(Map<String, String> overrides, String... words) {
        assertThatThrownBy(() -> load(overrides))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains(words);
    }

    @Test
    void listsAreTextWithCommasOrListsOfYaml() throws Exception {
        Path file = Files.writeString(dir.resolve("sluice.yaml"), """
                roles: [worker]
                cluster:
                  enabled: true
                  members: ["10.0.0.1:7413", '[2001:db8::1]:7413']
                """);
        SluiceConfig config = ConfigLoader.load(file, Map.of(), Map.of()).config();

        assertThat(config.roles()).containsExactly(Role.WORKER);
        assertThat(config.cluster().discovery().members()).containsExactly("10.0.0.1:7413", "[2001:db8::1]:7413");
        assertThat(ConfigLoader.load(file, Map.of(), Map.of("cluster.members", "a:1 , b:2"))
                        .config()
                        .cluster()
                        .discovery()
                        .members())
                .containsExactly("a:1", "b:2");
    }

    @Test
    void aMemberWithoutAPortIsRefused() {
        assertRefused(
                Map.of("cluster.members", "10.0.0.1"),
                "cluster.members is \"10.0.0.1\" (command line), allowed: list of host:port");
    }

    @Test
    void anUnknownRoleIsRefused() {
        assertRefused(Map.of("roles", "gatway"), "roles is \"gatway\"", "allowed: one or more of gateway, worker");
        assertRefused(Map.of("roles", ""), "roles is \"\"");
    }

    @Test
    void oneRoleAloneNeedsACluster() {
        assertRefused(Map.of("roles", "gateway"), "roles gateway (command line) needs cluster.enabled false (default)");
    }

    @Test
    void whereOthersCanConnectTheyHaveToProveWhoTheyAre() throws Exception {
        assertRefused(
                Map.of("cluster.enabled", "true", "cluster.host", "192.0.2.7"),
                "cluster.host 192.0.2.7 (command line) needs cluster.tls",
                "cluster.insecure");
        assertThat(load(Map.of("cluster.host", "192.0.2.7")).cluster().enabled())
                .isFalse();
        assertThat(load(Map.of("cluster.enabled", "true", "cluster.host", "192.0.2.7", "cluster.insecure", "true"))
                        .cluster()
                        .security()
                        .insecure())
                .isTrue();
    }

    @Test
    void whatOthersConnectToIsOneAddress() {
        assertRefused(
                Map.of("cluster.enabled", "true", "cluster.host", "0.0.0.0", "cluster.insecure", "true"),
                "cluster.host 0.0.0.0 (command line) has to be one address of this machine",
                "cluster.enabled true");
        assertRefused(Map.of("cluster.enabled", "true", "cluster.host", "::"), "cluster.host :: (command line) has to");
    }

    @Test
    void thereIsOneWayToFindOthers() throws Exception {
        assertRefused(
                Map.of("cluster.members", "a:1", "cluster.kubernetes", "b"),
                "cluster.members a:1 (command line) cannot stand beside cluster.kubernetes b");
        assertRefused(Map.of("cluster.members", "a:1", "cluster.multicast", "true"), "beside cluster.multicast true");
        assertRefused(Map.of("cluster.kubernetes", "b", "cluster.multicast", "true"), "beside cluster.multicast true");
        assertThat(load(Map.of("cluster.kubernetes", "b")).cluster().discovery().inWords())
                .isEqualTo("cluster.kubernetes b");
    }

    @Test
    void halfATlsIsNone() throws Exception {
        Path file = Files.createFile(dir.resolve("node.crt"));

        assertThat(load(Map.of(
                                "cluster.tls.certificate", file.toString(),
                                "cluster.tls.key", file.toString(),
                                "cluster.tls.trust", file.toString()))
                        .cluster()
                        .security()
                        .inWords())
                .as("for whoever has to find out which of them is wrong")
                .contains("cluster.tls.certificate " + file, "cluster.tls.key " + file, "cluster.tls.trust " + file);
        assertRefused(
                Map.of("cluster.tls.certificate", file.toString()), "needs cluster.tls.key and cluster.tls.trust");
        assertRefused(
                Map.of("cluster.tls.key", "no-such-file"), "cluster.tls.key is \"no-such-file\"", "file that can");
    }
}
