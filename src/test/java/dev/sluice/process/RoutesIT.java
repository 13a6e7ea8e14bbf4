package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumers in a process that knows nothing of the server but its cluster, called by clients through gateways. */
@Timeout(180)
class RoutesIT {
    private static final long START_SECONDS = 60;

    /** A member as any program on Vert.x can be one. */
    private static Vertx plainMember(ClusterPorts ports, int member, int members) throws Exception {
        Config config = ConfigUtil.loadConfig();
        config.setClusterName("sluice");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(ports.port(member)).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        for (int i = 0; i < members; i++) {
            join.getTcpIpConfig().addMember("127.0.0.1:" + ports.port(i));
        }
        return done(Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    }

    private static JarServer gateway(ClusterPorts ports, int member, String... routes) throws IOException {
        List<String> options = new ArrayList<>(ports.options(member, "gateway"));
        for (String route : routes) {
            options.addAll(List.of("--set", "routes." + route));
        }
        options.addAll(Arrays.asList("--set", "limits.requestTimeout=2s"));
        return JarServer.start(options.toArray(new String[0]));
    }

    private static FrameSocket.Answer answer(FrameSocket client, int id, String method, String params)
            throws IOException {
        client.sendCall(id, method, params);
        FrameSocket.Answer answer = client.answer();
        assertThat(answer.requestId()).isEqualTo(id);
        return answer;
    }

    @Test
    void aMethodIsAnsweredByAConsumerOfAnotherProcessThroughEveryGateway() throws Exception {
        ClusterPorts ports = new ClusterPorts(3);
        Vertx plain = plainMember(ports, 0, 3);
        try {
            plain.eventBus()
                    .<JsonObject>consumer(
                            "orders-by-id", order -> order.reply(new JsonObject().put("found", order.body())));
            plain.eventBus().consumer("orders-raw", order -> order.reply(Buffer.buffer("[1.50, \"é\"]")));
            plain.eventBus().consumer("orders-broken", order -> order.fail(404, "no such order"));
            done(plain.eventBus().consumer("orders-mute", order -> {}).completion());
            try (JarServer routing = gateway(
                            ports,
                            1,
                            "orders.find=orders-by-id",
                            "orders.raw=orders-raw",
                            "orders.broken=orders-broken",
                            "orders.mute=orders-mute",
                            "orders.nobody=orders-nobody");
                    JarServer another = gateway(ports, 2);
                    FrameSocket client = routing.connect();
                    FrameSocket elsewhere = another.connect()) {
                assertThat(routing.admin("/readyz").statusCode()).isEqualTo(200);
                assertAnswers(client);
                assertThat(routing.admin("/metrics").body())
                        .contains("sluice_rejected_total{reason=\"no_consumer\"} 1.0");

                assertThat(answer(elsewhere, 1, "orders.find", "{\"id\":7}").body())
                        .as("through a gateway that has no routes itself")
                        .contains("\"result\":{\"found\":{\"id\":7}}");
                routing.signal("TERM");
                assertThat(routing.exitCode()).isZero();
            }
        } finally {
            done(plain.close());
        }
    }

    private static void assertAnswers(FrameSocket client) throws IOException {
        assertThat(answer(client, 1, "orders.find", "{\"id\":12345678901234567890,\"price\":0.1}")
                        .body())
                .contains("\"result\":{\"found\":{\"id\":12345678901234567890,\"price\":0.1}}");
        assertThat(answer(client, 2, "orders.raw", "[]").body()).contains("\"result\":[1.50, \"é\"]");
        assertThat(answer(client, 3, "orders.broken", "[]").body())
                .contains("{\"code\":404,\"message\":\"no such order\",\"data\":{\"executed\":\"yes\"}}");
        FrameSocket.Answer late = answer(client, 4, "orders.mute", "[]");
        assertThat(late.code()).isEqualTo(-32002);
        assertThat(late.executed()).isEqualTo("unknown");
        FrameSocket.Answer nobody = answer(client, 5, "orders.nobody", "[]");
        assertThat(nobody.code()).isEqualTo(-32000);
        assertThat(nobody.executed()).isEqualTo("no");
        assertThat(nobody.body()).contains("nobody listens at the address of this method now");
        FrameSocket.Answer twice = answer(client, 6, "orders.find", "{\"id\":1,\"id\":2}");
        assertThat(twice.code()).isEqualTo(-32602);
        assertThat(twice.executed()).isEqualTo("no");
        assertThat(answer(client, 7, "orders-by-id", "[]").code())
                .as("an address that is not listed")
                .isEqualTo(-32601);
    }

    @Test
    void aMethodOfAServiceCannotBeRoutedAway() {
        assertThatThrownBy(() -> JarServer.start("--set", "routes.demo.echo=orders-by-id"))
                .hasMessageContaining("sluice: section routes registers method \"demo.echo\": it is registered already"
                        + " by service dev.sluice.demo.DemoService");
    }
}
