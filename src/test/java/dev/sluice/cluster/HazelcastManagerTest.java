package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigLoader;
import dev.sluice.process.ClusterPorts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two members in this process: what one of them remembers when Hazelcast does not. */
@Timeout(120)
class HazelcastManagerTest {
    private static final String ADDRESS = "somewhere";

    private final Map<HazelcastManager, Vertx> members = new LinkedHashMap<>();
    private HazelcastManager one;
    private HazelcastManager other;

    @BeforeEach
    void start() throws Exception {
        ClusterPorts ports = new ClusterPorts(2);
        one = member(ports, 0);
        other = member(ports, 1);
    }

    @AfterEach
    void stop() throws Exception {
        for (Vertx vertx : members.values()) {
            await(vertx.close());
        }
    }

    private HazelcastManager member(ClusterPorts ports, int number) throws Exception {
        Map<String, String> values = Map.of(
                "cluster.enabled",
                "true",
                "cluster.port",
                Integer.toString(ports.port(number)),
                "cluster.members",
                "127.0.0.1:" + ports.port(0) + ",127.0.0.1:" + ports.port(1));
        HazelcastManager manager = new HazelcastManager(HazelcastYaml.configOf(
                ConfigLoader.load(null, Map.of(), values).config().cluster()));
        Vertx vertx = await(Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(manager)
                .buildClustered());
        members.put(manager, vertx);
        return manager;
    }

    private Vertx of(HazelcastManager member) {
        return Objects.requireNonNull(members.get(member));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static NodeInfo infoOf(HazelcastManager asked, String node) throws Exception {
        Promise<NodeInfo> info = Promise.promise();
        asked.getNodeInfo(node, info);
        return await(info.future());
    }

    @Test
    void aNodeIsAskedForOnce() throws Exception {
        String node = other.getNodeId();
        NodeInfo first = infoOf(one, node);
        one.getHazelcastInstance().getMap("__vertx.nodeInfo").remove(node);

        assertThat(infoOf(one, node)).isEqualTo(first);
        one.forget(node);
        assertThatThrownBy(() -> infoOf(one, node)).hasMessageContaining("Not a member of the cluster");
    }

    @Test
    void whatHazelcastHasLostIsSaidAgain() throws Exception {
        await(of(other)
                .eventBus()
                .consumer(ADDRESS, message -> message.reply(message.body()))
                .completion());
        one.getHazelcastInstance().getMultiMap("__vertx.subs").remove(ADDRESS);
        assertThat(nodesAt(ADDRESS)).isEmpty();

        await(other.registerAgain());

        assertThat(nodesAt(ADDRESS)).containsExactly(other.getNodeId());
        assertThat(await(of(one).eventBus().request(ADDRESS, 2)).body()).isEqualTo(2);
    }

    @Test
    void whatWasGivenUpIsNot() throws Exception {
        MessageConsumer<Object> consumer = of(other).eventBus().consumer(ADDRESS, message -> {});
        await(consumer.completion());
        assertThat(nodesAt(ADDRESS)).containsExactly(other.getNodeId());
        await(consumer.unregister());

        await(other.registerAgain());

        assertThat(nodesAt(ADDRESS)).isEmpty();
    }

    /** The nodes that listen there, for all that Hazelcast knows. */
    private List<String> nodesAt(String address) throws Exception {
        Promise<List<RegistrationInfo>> registrations = Promise.promise();
        one.getRegistrations(address, registrations);
        return await(registrations.future()).stream()
                .map(RegistrationInfo::nodeId)
                .toList();
    }
}
