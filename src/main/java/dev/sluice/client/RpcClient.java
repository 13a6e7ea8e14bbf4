package dev.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server, for any number of calls at a time: none waits for the answer of another, and each answer
 * completes its call the moment it arrives.
 *
 * <p>May be used from any thread; nothing here blocks. The work is done on one event loop. Futures complete on the Vert.x
 * context of the caller, or on that event loop if the caller has none. A client that was connected by an event-loop
 * verticle ends with it. It never connects again: after {@link #closed()} make a new one.
 *
 * <p>Calls fail with an {@link RpcClientException}, which tells whether the handler ran: {@link RpcErrorException},
 * {@link RpcTimeoutException}, {@link RpcConnectionException} or {@link RpcRefusedException}; and with
 * {@link IllegalArgumentException} if the arguments cannot be sent.
 */
public final class RpcClient {
    private final Context context;
    private final Thread loop;
    private final ClientConnection connection;
    private final RpcClientOptions options;

    private RpcClient(Context context, ClientConnection connection, RpcClientOptions options) {
        this.context = context;
        this.loop = Thread.currentThread();
        this.connection = connection;
        this.options = options;
    }

    /**
     * Connects.
     *
     * @return fails with {@link RpcConnectionException} when there is no connection within the connect timeout
     */
    public static Future<RpcClient> connect(Vertx vertx, RpcClientOptions options) {
        Promise<RpcClient> connected = Promise.promise();
        Context here = vertx.getOrCreateContext();
        if (here.isEventLoopContext()) {
            here.runOnContext(v -> connectOn(here, options, connected));
            return connected.future();
        }
        // a worker's context would run the connection on pool threads; a thread that is not Vert.x's gets an event loop
        Future.fromCompletionStage(CompletableFuture.supplyAsync(vertx::getOrCreateContext))
                .onSuccess(loop -> loop.runOnContext(v -> connectOn(loop, options, connected)))
                .onFailure(connected::fail);
        return on(here, connected.future());
    }

    /** Calls a method with the default options. */
    public Future<JsonNode> call(String method, @Nullable JsonNode params) {
        return call(method, params, CallOptions.DEFAULT);
    }

    /**
     * Calls a method.
     *
     * @param params an object or an array, read before this returns; null for none
     * @return the result, JSON null included; numbers keep their digits ({@code 1.0} and {@code 1e400} are decimals)
     */
    public Future<JsonNode> call(String method, @Nullable JsonNode params, CallOptions callOptions) {
        Duration timeout = callOptions.timeout() == null ? options.requestTimeout() : callOptions.timeout();
        PendingCall call = new PendingCall(method, timeout, System.nanoTime());
        byte[] head;
        try {
            head = Requests.head(method, params, options);
        } catch (IllegalArgumentException | RpcRefusedException e) {
            return Future.failedFuture(e);
        }
        onLoop(() -> connection.onCall(head, call), call::fail);
        return onCallersContext(call.future(), context);
    }

    /**
     * Tells the server something that has no answer.
     *
     * @param params an object or an array, read before this returns; null for none
     * @return completes when it is written; whether it ran, nobody says
     */
    public Future<Void> notify(String method, @Nullable JsonNode params) {
        byte[] head;
        try {
            head = Requests.head(method, params, options);
        } catch (IllegalArgumentException | RpcRefusedException e) {
            return Future.failedFuture(e);
        }
        Promise<Void> written = Promise.promise();
        onLoop(() -> connection.onNotify(head, written), written::fail);
        return onCallersContext(written.future(), context);
    }

    /** Closes after the answers of pending calls have come, waiting at most the request timeout of the options. */
    public Future<Void> close() {
        return close(options.requestTimeout());
    }

    /**
     * Takes no more calls, waits for the answers of pending ones and closes. What was written before is not lost.
     *
     * @param drain the longest wait; calls without an answer then fail. May be shortened by closing again
     * @return completes, always successfully, when the connection has ended
     */
    public Future<Void> close(Duration drain) {
        Promise<Void> closed = Promise.promise();
        connection.ended().onComplete((v, failure) -> closed.complete());
        // a task of its own: the timer of the drain has to belong to the connection's context
        onContext(() -> connection.onClose(drain), failure -> closed.tryComplete());
        return onCallersContext(closed.future(), context);
    }

    /** Completes when the connection has ended, and fails with {@link RpcConnectionException} if nobody closed it here. */
    public Future<Void> closed() {
        return onCallersContext(connection.ended(), context);
    }

    /** Calls without an answer, those given up included. Exact on the client's event loop, elsewhere a hint. */
    public int inFlight() {
        return connection.inFlight();
    }

    /** Hands the server's notifications (frame id 0xFFFFFFFF) to a handler, on the event loop; null ignores them. */
    public RpcClient notificationHandler(@Nullable Handler<RpcNotification> handler) {
        onLoop(() -> connection.listeners().notificationHandler(handler), failure -> {});
        return this;
    }

    /** Shows every frame to a listener, on the event loop; null for nobody. */
    public RpcClient frameListener(@Nullable FrameListener listener) {
        onLoop(() -> connection.listeners().frameListener(listener), failure -> {});
        return this;
    }

    private void onLoop(Runnable task, Handler<RpcConnectionException> rejected) {
        if (Thread.currentThread() == loop) {
            task.run();
        } else {
            onContext(task, rejected);
        }
    }

    private void onContext(Runnable task, Handler<RpcConnectionException> rejected) {
        try {
            context.runOnContext(v -> task.run());
        } catch (RejectedExecutionException e) {
            rejected.handle(new Faults(options).notOpen());
        }
    }

    private static <T> Future<T> onCallersContext(Future<T> future, Context loop) {
        Context caller = Vertx.currentContext();
        return caller == null || caller == loop ? future : on(caller, future);
    }

    private static <T> Future<T> on(Context caller, Future<T> future) {
        Promise<T> there = Promise.promise();
        future.onComplete((result, failure) -> caller.runOnContext(v -> there.complete(result, failure)));
        return there.future();
    }

    private static void connectOn(Context context, RpcClientOptions options, Promise<RpcClient> connected) {
        long timeoutMs = options.connectTimeout().toMillis();
        NetClient netClient =
                context.owner().createNetClient(new NetClientOptions().setConnectTimeout((int) timeoutMs));
        Future<NetSocket> connecting = netClient.connect(options.port(), options.host());
        // the timeout of the options does not cover the look-up of the name
        connecting.timeout(timeoutMs, TimeUnit.MILLISECONDS).onComplete((socket, failure) -> {
            if (failure != null) {
                connecting.onSuccess(NetSocket::close);
                netClient.close();
                connected.fail(new Faults(options).noConnection(failure));
                return;
            }
            ClientConnection connection = new ClientConnection(netClient, socket, context, options);
            connected.complete(new RpcClient(context, connection, options));
        });
    }
}
