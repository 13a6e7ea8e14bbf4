package dev.sluice.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.service.CallContext;
import dev.sluice.service.Methods;
import dev.sluice.service.Service;
import dev.sluice.service.ServiceContext;
import dev.sluice.worker.PassedOnException;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Methods whose calls are requests to consumers at the event bus. Everything but the request is that of any other method.
 * For all worker instances.
 *
 * <p>Invariant: one request for each call; and what is answered executed "no" reached no consumer.
 */
final class RouteService implements Service {
    private static final long NANOS_PER_MS = 1_000_000;

    /** The bus never tells of a reply whose body it cannot make: so long after the deadline it is not waited for. */
    private static final long NEVER_TOLD_MS = 1_000;

    private final Map<String, String> addresses;

    /** Set once, before the first call. */
    private volatile @Nullable EventBus bus;

    /**
     * @param addresses where consumers listen, by the name of the method
     */
    RouteService(Map<String, String> addresses) {
        this.addresses = addresses;
    }

    @Override
    public void register(Methods methods) {
        addresses.forEach((method, address) ->
                methods.async(method, JsonNode.class, (params, call) -> request(address, params, call)));
    }

    @Override
    public Future<?> start(ServiceContext context) {
        bus = context.vertx().eventBus();
        return Future.succeededFuture();
    }

    private Future<Object> request(String address, JsonNode params, CallContext call) {
        long timeoutMs = timeoutMs(call);
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeoutMs);
        return Objects.requireNonNull(bus)
                .request(address, RouteBodies.of(params), options)
                .timeout(timeoutMs + NEVER_TOLD_MS, TimeUnit.MILLISECONDS)
                .map(reply -> RouteBodies.resultOf(address, reply.body()))
                .recover(e -> Future.failedFuture(told(address, e, call)));
    }

    private static Throwable told(String address, Throwable e, CallContext call) {
        if (e instanceof ReplyException failure) {
            return told(address, failure, call);
        }
        return e instanceof TimeoutException ? PassedOnException.late() : e;
    }

    /** Rounded up: when this time is over, so is the call's. */
    private static long timeoutMs(CallContext call) {
        return Math.max(1, (call.remaining().toNanos() + NANOS_PER_MS - 1) / NANOS_PER_MS);
    }

    private static PassedOnException told(String address, ReplyException failure, CallContext call) {
        return switch (failure.failureType()) {
            case RECIPIENT_FAILURE -> PassedOnException.answered(failure.failureCode(), failure.getMessage());
            case NO_HANDLERS ->
                isOfThisBus(address, failure)
                        ? PassedOnException.toNobody("nobody listens at the address of this method now")
                        : PassedOnException.lost("the consumer found nobody listening");
            case TIMEOUT ->
                call.remaining().toNanos() > 0
                        ? PassedOnException.lost("the consumer dropped the request, or stopped listening")
                        : PassedOnException.late();
            case ERROR -> PassedOnException.lost("the consumer could not be reached or understood");
        };
    }

    /**
     * Whether our own bus says that it found no consumer, and so sent nothing. A consumer that asks another and hands on the
     * failure replies with the same kind of exception, but it has run; only the address in the text tells them apart.
     */
    private static boolean isOfThisBus(String address, ReplyException failure) {
        return failure.getClass() == ReplyException.class
                && ("No handlers for address " + address).equals(failure.getMessage());
    }
}
