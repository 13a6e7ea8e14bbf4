package dev.sluice.service;

import io.vertx.core.Future;

/**
 * A group of methods that clients may call. Written by authors, found with {@link java.util.ServiceLoader} on the class
 * path and in the jars of {@code --services DIR}.
 *
 * <p>There is one object of each service in a process. Its handlers run at the same time on all worker instances and on
 * the threads of the blocking pool, so it must be safe for use by many threads.
 *
 * <pre>{@code
 * public final class OrderService implements Service {
 *   public void register(Methods methods) {
 *     methods.async("orders.get", GetOrder.class, this::get);
 *     methods.blocking("orders.report", ReportQuery.class, this::report);
 *   }
 * }
 * }</pre>
 */
public interface Service {
    /**
     * Says which methods there are. Called once, before {@link #start}. A refused name (see {@link Methods}) keeps the
     * server from starting.
     */
    void register(Methods methods);

    /**
     * The name under which the configuration of this service stands, {@code services.config.<name>}. By default the
     * simple name of the class, without {@code Service} at its end, with a small first letter: {@code OrderService} is
     * {@code order}.
     */
    default String name() {
        String name = getClass().getSimpleName();
        if (name.endsWith("Service") && name.length() > "Service".length()) {
            name = name.substring(0, name.length() - "Service".length());
        }
        return name.isEmpty() ? getClass().getName() : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * Opens what the handlers need. Called once before the first call, on an event loop: it must not block.
     *
     * @return completes when handlers may run; a failure keeps the server from starting
     */
    default Future<?> start(ServiceContext context) {
        return Future.succeededFuture();
    }

    /**
     * Closes what {@link #start} opened. Called once, after the last call has ended, on an event loop: it must not block.
     *
     * @return completes when all is closed; a failure is logged
     */
    default Future<?> stop() {
        return Future.succeededFuture();
    }
}
