package com.example.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.service.CallContext;
import dev.sluice.service.Methods;
import dev.sluice.service.RpcException;
import dev.sluice.service.Service;
import dev.sluice.service.ServiceContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A service as a user of Sluice writes it: two asynchronous methods, a blocking one, configuration and errors. */
public final class OrderService implements Service {
    private static final int NO_SUCH_ORDER = 404;

    private final Map<Long, Order> orders = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private volatile String currency = "EUR";

    /** What a client sends; an array binds to the components in their order. */
    public record NewOrder(String item, int quantity) {}

    public record ById(long id) {}

    public record Report(int orders, String currency) {}

    public record Order(long id, String item, int quantity, String currency) {}

    @Override
    public void register(Methods methods) {
        methods.async("orders.create", NewOrder.class, this::create).timeout(Duration.ofSeconds(2));
        methods.async("orders.get", ById.class, this::get).idempotent();
        methods.blocking("orders.report", JsonNode.class, this::report).maxInFlight(4);
    }

    @Override
    public Future<?> start(ServiceContext context) {
        JsonNode configured = context.config().path("currency");
        if (configured.isTextual()) {
            currency = configured.asText();
        }
        return Future.succeededFuture();
    }

    private Future<Order> create(NewOrder wanted, CallContext call) {
        if (wanted.quantity() < 1) {
            throw new RpcException(-32602, "quantity is 1 or more");
        }
        Order order = new Order(lastId.incrementAndGet(), wanted.item(), wanted.quantity(), currency);
        orders.put(order.id(), order);
        return Future.succeededFuture(order);
    }

    private Future<Order> get(ById query, CallContext call) {
        Order order = orders.get(query.id());
        return order == null
                ? Future.failedFuture(new RpcException(NO_SUCH_ORDER, "no such order", Map.of("id", query.id())))
                : Future.succeededFuture(order);
    }

    private Report report(JsonNode query, CallContext call) {
        return new Report(orders.size(), currency);
    }
}
