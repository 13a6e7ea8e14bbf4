package dev.sluice.load;

import dev.sluice.frame.FrameHeader;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

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
        socket.handler(new Echo(socket));
    }

    /**
     * Writes frames back as soon as they are whole, from the buffers they came in: no copy but of a header that is
     * cut. For one connection, on its loop. Invariant: {@code held} are the pieces of the one frame that is not
     * whole, of which {@code missingBytes} have not come; 0 if not even its header is there.
     */
    private static final class Echo implements Handler<Buffer> {
        private final NetSocket socket;
        private final List<Buffer> held = new ArrayList<>();
        private int missingBytes;

        private Echo(NetSocket socket) {
            this.socket = socket;
        }

        @Override
        public void handle(Buffer data) {
            if (data.length() < missingBytes) {
                held.add(data);
                missingBytes -= data.length();
                return;
            }
            boolean isHeaderCut = missingBytes == 0 && !held.isEmpty();
            Buffer all = isHeaderCut ? held.remove(0).copy().appendBuffer(data) : data;
            int end = endOfLastFrame(all);
            if (end > 0) {
                held.forEach(socket::write);
                held.clear();
                socket.write(all.slice(0, end));
            }
            if (end < all.length()) {
                held.add(all.slice(end, all.length()));
            }
        }

        /** Where the last whole frame ends; says what is missing of the one behind it. */
        private int endOfLastFrame(Buffer all) {
            int at = missingBytes;
            while (all.length() - at >= FrameHeader.BYTES && all.getInt(at) == FrameHeader.MAGIC) {
                int end = at + FrameHeader.BYTES + all.getInt(at + 2 * Integer.BYTES);
                if (end > all.length()) {
                    missingBytes = end - all.length();
                    return at;
                }
                at = end;
            }
            missingBytes = 0;
            return at;
        }
    }
}
