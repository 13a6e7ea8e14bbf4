package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A Vert.x for each test, and words to use a client from the test's thread; no wait is longer than 10 s. */
@Timeout(30)
abstract class ClientTest {
    static final ObjectMapper JSON = new ObjectMapper();

    final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        await(vertx.close());
    }

    RpcClient connect(ScriptedServer server) {
        return connect(options(server));
    }

    RpcClient connect(RpcClientOptions options) {
        return await(RpcClient.connect(vertx, options));
    }

    static RpcClientOptions options(ScriptedServer server) {
        return RpcClientOptions.of("127.0.0.1", server.port());
    }

    static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** Waits for the failure of a future and checks what it is. */
    static <E extends Throwable> E failure(Future<?> future, Class<E> type) {
        try {
            await(future);
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(type);
            return type.cast(Objects.requireNonNull(e.getCause()));
        }
        throw new AssertionError("it did not fail: " + future);
    }
}
