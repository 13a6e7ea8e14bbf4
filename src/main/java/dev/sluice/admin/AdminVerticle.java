package dev.sluice.admin;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The admin port: {@code /livez} while the process can answer at all, {@code /readyz} while it wants new clients,
 * {@code /metrics} for Prometheus. Confined to one event loop; never on the client port.
 */
public final class AdminVerticle extends VerticleBase {
    private static final int IDLE_SECONDS = 30;
    private static final String PATHS = "not found; there are /livez, /readyz and /metrics\n";

    private final Listen listen;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;

    /**
     * Where to listen.
     *
     * @param host an address of this machine
     * @param port 0 for a free one
     * @param onListening gets the port
     */
    public record Listen(String host, int port, IntConsumer onListening) {}

    /**
     * @param ready says whether new clients are wanted, on any thread
     * @param metrics gives all meters in the text format of Prometheus, on any thread
     */
    public AdminVerticle(Listen listen, BooleanSupplier ready, Supplier<String> metrics) {
        this.listen = listen;
        this.ready = ready;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(listen.host())
                .setPort(listen.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return vertx.createHttpServer(options)
                .requestHandler(this::onRequest)
                .listen()
                .onSuccess(server -> listen.onListening().accept(server.actualPort()));
    }

    private void onRequest(HttpServerRequest request) {
        HttpMethod method = request.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            request.response().putHeader("allow", "GET, HEAD");
            answer(request, 405, "only GET and HEAD\n");
            return;
        }
        switch (String.valueOf(request.path())) {
            case "/livez" -> answer(request, 200, "alive\n");
            case "/readyz" -> {
                if (ready.getAsBoolean()) {
                    answer(request, 200, "ready\n");
                } else {
                    answer(request, 503, "draining\n");
                }
            }
            case "/metrics" -> {
                request.response().putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8");
                answer(request, 200, metrics.get());
            }
            default -> answer(request, 404, PATHS);
        }
    }

    private static void answer(HttpServerRequest request, int status, String text) {
        HttpServerResponse response = request.response().setStatusCode(status);
        if (!response.headers().contains("content-type")) {
            response.putHeader("content-type", "text/plain; charset=utf-8");
        }
        Future<Void> sent = request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(text);
        sent.onFailure(gone -> {}); // whoever asked has left
    }
}
