package dev.sluice.peers;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.NullMarked;

/**
 * An echo behind Vert.x's TCP EventBus bridge: on every event loop a bridge and a consumer that replies with the body
 * it got. A process of its own; prints its port.
 */
@NullMarked
public final class BridgeServer extends AbstractVerticle {
    private static final String ADDRESS = "echo";

    private final int port;

    private BridgeServer(int port) {
        this.port = port;
    }

    /** Serves until the process is ended. */
    public static void main(String[] args) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort(); // the bridge does not tell which one it got
        }
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        vertx.deployVerticle(() -> new BridgeServer(port), new DeploymentOptions().setInstances(loops))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.println("ready rpc=127.0.0.1:" + port);
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.eventBus().consumer(ADDRESS, message -> message.reply(message.body()));
        BridgeOptions options = new BridgeOptions().addInboundPermitted(new PermittedOptions().setAddress(ADDRESS));
        TcpEventBusBridge.create(vertx, options, new NetServerOptions())
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }
}
