package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that make the next one ready, and a socket with something to read. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SocketTransportLoopTest {
    private static final int MOST_TASKS = 1_000;

    @Test
    void aTaskAfterReadingLetsTheSocketsComeFirst(Vertx vertx) throws Exception {
        assertThat(tasksUntilRead(vertx, SocketTransportLoop::afterReading)).isBetween(1, 2);
    }

    @Test
    void aTaskThatComesLaterDoesNot(Vertx vertx) throws Exception {
        assertThat(tasksUntilRead(vertx, SocketTransportLoop::later)).isEqualTo(MOST_TASKS);
    }

    /** How many tasks run, one after the other, from the moment a byte can be read until it is; at most {@link #MOST_TASKS}. */
    private static int tasksUntilRead(Vertx vertx, Function<Context, Executor> when) throws Exception {
        CompletableFuture<Chain> connected = new CompletableFuture<>();
        try (Socket client = new Socket()) {
            NetServer server = vertx.createNetServer().connectHandler(socket -> {
                Chain chain = new Chain(vertx.getOrCreateContext(), when);
                socket.handler(data -> chain.read = true);
                connected.complete(chain);
            });
            server.listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
            Chain chain = connected.get();
            chain.loop.runOnContext(turn -> {
                send(client);
                chain.run();
            });
            return chain.counted.get();
        }
    }

    private static void send(Socket client) {
        try {
            client.getOutputStream().write('x');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Confined to the loop. */
    private static final class Chain {
        private final CompletableFuture<Integer> counted = new CompletableFuture<>();
        private final Context loop;
        private final Executor executor;
        private boolean read;
        private int tasks;

        Chain(Context loop, Function<Context, Executor> when) {
            this.loop = loop;
            this.executor = when.apply(loop);
        }

        void run() {
            if (read || tasks == MOST_TASKS) {
                counted.complete(tasks);
            } else {
                tasks++;
                executor.execute(this::run);
            }
        }
    }
}
