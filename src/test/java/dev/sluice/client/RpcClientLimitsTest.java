package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.sluice.client.ScriptedServer.Peer.Request;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RpcClientLimitsTest extends ClientTest {
    @Test
    void aCallWithoutAnswerTimesOutAndItsLateAnswerDisturbsNobody() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Request late = peer.next();
            timedOut.await(10, TimeUnit.SECONDS);
            Request next = peer.next();
            peer.answer(late, "\"late\"");
            peer.answer(next, "\"next\"");
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            CallOptions shortTime = CallOptions.timeout(Duration.ofMillis(200));
            RpcTimeoutException timeout = failure(client.call("slow", null, shortTime), RpcTimeoutException.class);
            assertThat(timeout).hasMessage("no answer to slow within 200 ms");
            assertThat(timeout.executed()).isEqualTo(Executed.UNKNOWN);
            assertThat(client.inFlight()).isEqualTo(1);
            timedOut.countDown();
            assertThat(await(client.call("m", null)).textValue()).isEqualTo("next");
            assertThat(client.inFlight()).isZero();
            await(client.close());
        }
    }

    @Test
    void aCallThatIsLateBeforeItIsSentIsNotSent() throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch loopIsBusy = new CountDownLatch(1);
        CountDownLatch loopMayGoOn = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Request request = peer.next();
            listening.await(10, TimeUnit.SECONDS);
            peer.answer(request, "1");
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            Future<JsonNode> busy = client.call("m", null).andThen(answer -> {
                loopIsBusy.countDown();
                assertThatCode(loopMayGoOn::await).doesNotThrowAnyException();
            });
            listening.countDown();
            loopIsBusy.await();
            Future<JsonNode> late = client.call("m", null, CallOptions.timeout(Duration.ofMillis(1)));
            long passed = System.nanoTime() + Duration.ofMillis(1).toNanos();
            while (System.nanoTime() - passed <= 0) {
                Thread.onSpinWait();
            }
            loopMayGoOn.countDown();
            assertThat(failure(late, RpcTimeoutException.class).executed()).isEqualTo(Executed.NO);
            await(busy);
            await(client.close());
        }
    }

    @Test
    void aLateAnswerIsNotEvenRead() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Request late = peer.next();
            timedOut.await(10, TimeUnit.SECONDS);
            peer.send(late.id(), "garbage");
            peer.answer(peer.next(), "7");
            peer.awaitClose();
        })) {
            RpcClient client = connect(server);
            failure(client.call("slow", null, CallOptions.timeout(Duration.ofMillis(200))), RpcTimeoutException.class);
            timedOut.countDown();
            assertThat(await(client.call("m", null)).intValue()).isEqualTo(7);
            await(client.close());
        }
    }

    @Test
    void aServerThatSaysNothingAtAllIsGivenUp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.next();
            peer.awaitClose();
        })) {
            RpcClient client = connect(options(server).withSilenceTimeout(Duration.ofMillis(50)));
            failure(client.call("m", null, CallOptions.timeout(Duration.ofMillis(200))), RpcTimeoutException.class);
            assertThat(failure(client.closed(), RpcConnectionException.class))
                    .hasMessageEndingWith("lost: nothing arrived for 50 ms after a call ran out of time");
        }
    }

    @Test
    void callsBeyondTheLimitFailAtOnceAndRanNowhere() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Request one = peer.next();
            Request two = peer.next();
            refused.await(10, TimeUnit.SECONDS);
            peer.answer(one, "1");
            peer.answer(two, "2");
            peer.answer(peer.next(), "3");
            peer.awaitClose();
        })) {
            RpcClient client = connect(options(server).withMaxInFlight(2));
            Future<JsonNode> one = client.call("m", null);
            Future<JsonNode> two = client.call("m", null);
            RpcRefusedException full = failure(client.call("m", null), RpcRefusedException.class);
            assertThat(full.executed()).isEqualTo(Executed.NO);
            assertThat(full)
                    .hasMessage("maxInFlight 2 to 127.0.0.1:" + server.port()
                            + " reached: 2 calls without an answer, 0 of them given up, and 0 unwritten notifications");
            failure(client.notify("m", null), RpcRefusedException.class);
            refused.countDown();
            await(Future.all(one, two));
            assertThat(await(client.call("m", null)).intValue()).isEqualTo(3);
            await(client.close());
        }
    }

    @Test
    void aRequestAboveTheLimitIsNotSent() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.answer(peer.next(), "1");
            peer.awaitClose();
        })) {
            RpcClient client = connect(options(server).withMaxRequestBytes(1000));
            JsonNode large = JSON.createArrayNode().add("x".repeat(1000));
            RpcRefusedException refused = failure(client.call("m", large), RpcRefusedException.class);
            assertThat(refused).hasMessageContaining("exceeds maxRequestBytes 1000");
            assertThat(refused.executed()).isEqualTo(Executed.NO);
            failure(client.notify("m", large), RpcRefusedException.class);
            await(client.call("m", JSON.createArrayNode().add("x".repeat(800))));
            await(client.close());
        }
    }

    @Test
    void argumentsThatCannotBeSentFailTheCall() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> peer.awaitClose())) {
            RpcClient client = connect(server);
            assertThat(failure(client.call("m", IntNode.valueOf(1)), IllegalArgumentException.class))
                    .hasMessage("params are an object or an array, not NUMBER");
            assertThat(failure(client.notify("", null), IllegalArgumentException.class))
                    .hasMessage("the method is empty");
            JsonNode deep = JSON.createArrayNode();
            for (int i = 0; i < 2000; i++) {
                deep = JSON.createArrayNode().add(deep);
            }
            failure(client.call("m", deep), IllegalArgumentException.class);
            await(client.close());
        }
    }
}
