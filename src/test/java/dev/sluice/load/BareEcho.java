package dev.sluice.load;

import dev.sluice.frame.FrameHeader;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/**
 * What Sluice is measured against: a bare NetServer that parses frames and echoes them on the loop, with one write per
 * loop turn. No bus, no JSON, no limits. A process of its own; prints its port.
 */
public final class BareEcho extends AbstractVerticle {
    private final int port;

    private BareEcho(int port) {
        this.port = port;
    }

    /** Serves until the process is ended. */
    public static void main(String[] args) throws Exception {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        vertx.deployVerticle(() -> new BareEcho(-1), new DeploymentOptions().setInstances(loops))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(port))
                .connectHandler(BareEcho::onConnect)
                .listen()
                .onSuccess(server -> System.out.println("ready rpc=127.0.0.1:" + server.actualPort()))
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private static void onConnect(NetSocket socket) {
        Buffer[] rest = {Buffer.buffer()};
        socket.handler(data -> {
            Buffer all = rest[0].length() == 0 ? data : rest[0].appendBuffer(data);
            int at = 0;
            while (all.length() - at >= FrameHeader.BYTES) {
                int end = at + FrameHeader.BYTES + all.getInt(at + 8);
                if (all.getInt(at) != FrameHeader.MAGIC || end > all.length()) {
                    break;
                }
                at = end;
            }
            rest[0] = at == all.length() ? Buffer.buffer() : all.getBuffer(at, all.length());
            if (at > 0) {
                socket.write(all.slice(0, at));
            }
        });
    }
}
