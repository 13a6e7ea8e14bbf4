package dev.sluice.admin;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.function.BooleanSupplier;

/**
 * The port that HAProxy's {@code agent-check} asks (configuration manual, section 5.2): one line for each connection, whether
 * new clients are wanted or those there are shall leave, then FIN. Confined to one event loop.
 */
public final class AgentVerticle extends VerticleBase {
    private static final int IDLE_SECONDS = 5;
    private static final Buffer READY = Buffer.buffer("ready up\n");
    private static final Buffer DRAIN = Buffer.buffer("drain\n");

    private final AdminVerticle.Listen listen;
    private final BooleanSupplier ready;

    /**
     * @param ready says whether new clients are wanted, on any thread
     */
    public AgentVerticle(AdminVerticle.Listen listen, BooleanSupplier ready) {
        this.listen = listen;
        this.ready = ready;
    }

    @Override
    public Future<?> start() {
        NetServerOptions options = new NetServerOptions()
                .setHost(listen.host())
                .setPort(listen.port())
                .setIdleTimeout(IDLE_SECONDS);
        return vertx.createNetServer(options)
                .connectHandler(this::onConnect)
                .listen()
                .onSuccess(server -> listen.onListening().accept(server.actualPort()));
    }

    private void onConnect(NetSocket socket) {
        socket.exceptionHandler(gone -> {});
        socket.end(ready.getAsBoolean() ? READY : DRAIN).onFailure(gone -> {}); // whoever asked has left
    }
}
