package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.client.ScriptedServer.Peer.Request;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RpcClientContextTest extends ClientTest {
    @Test
    void theConnectionSurvivesGarbageCollectionWithoutAnyReferenceToTheClient() throws Exception {
        CountDownLatch collected = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Request request = peer.next();
            collected.await(10, TimeUnit.SECONDS);
            peer.answer(request, "1");
        })) {
            Future<JsonNode> call = connect(server).call("m", null);
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            collected.countDown();
            assertThat(await(call).intValue()).isEqualTo(1);
        }
    }

    @Test
    void closingVertxFailsPendingCalls() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            asked.countDown();
            peer.awaitClose();
        })) {
            Vertx other = Vertx.vertx();
            RpcClient client = await(RpcClient.connect(other, options(server)));
            Future<JsonNode> call = client.call("m", null);
            asked.await(10, TimeUnit.SECONDS);
            await(other.close());
            failure(call, RpcConnectionException.class);
            assertThat(failure(client.call("m", null), RpcConnectionException.class)
                            .executed())
                    .isEqualTo(Executed.NO);
            await(client.close());
        }
    }

    @Test
    void futuresCompleteOnTheCallersContext() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.answer(peer.next(), "1");
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            Context caller = vertx.getOrCreateContext();
            Promise<Context> completedOn = Promise.promise();
            caller.runOnContext(
                    v -> client.call("m", null).onComplete(answer -> completedOn.complete(Vertx.currentContext())));
            assertThat(await(completedOn.future())).isSameAs(caller);
            await(client.close());
        }
    }

    @Test
    void aClientEndsWithTheVerticleThatConnectedIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            asked.countDown();
            peer.awaitClose();
        })) {
            Promise<RpcClient> connected = Promise.promise();
            VerticleBase verticle = new VerticleBase() {
                @Override
                public Future<?> start() {
                    return RpcClient.connect(vertx, options(server)).onComplete(connected);
                }
            };
            String deployment = await(vertx.deployVerticle(verticle));
            Future<JsonNode> call = await(connected.future()).call("m", null);
            asked.await(10, TimeUnit.SECONDS);
            await(vertx.undeploy(deployment));
            failure(call, RpcConnectionException.class);
        }
    }

    @Test
    void aWorkerVerticleConnectsToo() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.answer(peer.next(), "1");
            peer.awaitClose();
        })) {
            Promise<Boolean> onWorker = Promise.promise();
            VerticleBase worker = new VerticleBase() {
                @Override
                public Future<?> start() {
                    return RpcClient.connect(vertx, options(server)).compose(client -> client.call("m", null)
                            .onSuccess(answer -> onWorker.complete(Context.isOnWorkerThread()))
                            .compose(answer -> client.close()));
                }
            };
            await(vertx.deployVerticle(worker, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
            assertThat(await(onWorker.future())).isTrue();
        }
    }
}
