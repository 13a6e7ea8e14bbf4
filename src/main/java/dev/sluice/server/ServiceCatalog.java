package dev.sluice.server;

import dev.sluice.config.Routes;
import dev.sluice.config.Services;
import dev.sluice.demo.DemoService;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.service.Service;
import dev.sluice.service.ServiceContext;
import dev.sluice.worker.MethodTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of this process, one object each: found, registered, started and stopped. Used by one thread at a time. */
final class ServiceCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCatalog.class);

    private final Services config;
    private final List<Service> services = new ArrayList<>();

    private ServiceCatalog(Services config) {
        this.config = config;
    }

    /** No services, for a node that only takes clients. */
    static ServiceCatalog none(Services config) {
        return new ServiceCatalog(config);
    }

    /** Finds the services of the class path and of the configured directory. */
    static ServiceCatalog find(Services config) throws StartException {
        ServiceCatalog catalog = new ServiceCatalog(config);
        if (config.demo()) {
            catalog.services.add(new DemoService());
        }
        try {
            ServiceLoader.load(Service.class, classLoader(config.dir())).forEach(catalog.services::add);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new StartException("cannot load a service: " + e.getMessage() + causeOf(e), e);
        }
        return catalog;
    }

    /** Adds the methods of consumers elsewhere, behind all others. */
    ServiceCatalog with(Routes routes) {
        if (!routes.isEmpty()) {
            services.add(new RouteService(routes.addresses()));
        }
        return this;
    }

    /** Lets every service register its methods. */
    MethodTable register(NodeMeters meters) throws StartException {
        MethodTable methods = new MethodTable(meters);
        for (Service service : services) {
            try {
                if (service instanceof RouteService) {
                    methods.register(service, "section routes");
                } else {
                    methods.register(service);
                }
            } catch (IllegalArgumentException e) {
                throw new StartException(String.valueOf(e.getMessage()), e);
            } catch (RuntimeException | LinkageError e) {
                throw new StartException("service " + nameOf(service) + " cannot register its methods: " + e, e);
            }
        }
        return methods;
    }

    /** Starts all services at the same time; fails with the first failure. */
    Future<Void> start(Vertx vertx) {
        List<Future<?>> started = new ArrayList<>();
        for (Service service : services) {
            started.add(guarded(vertx, () -> service.start(new ServiceContext(vertx, config.configOf(service.name()))))
                    .recover(e -> Future.failedFuture(
                            new StartException("service " + nameOf(service) + " cannot start: " + e.getMessage(), e))));
        }
        return Future.all(started).mapEmpty();
    }

    /** Stops all services in reverse order of their start; failures are logged. */
    Future<Void> stop(Vertx vertx) {
        List<Service> reversed = new ArrayList<>(services);
        Collections.reverse(reversed);
        Future<?> last = Future.succeededFuture();
        for (Service service : reversed) {
            last = last.transform(before -> guarded(vertx, service::stop))
                    .onFailure(e -> LOG.warn("service {} cannot stop", nameOf(service), e));
        }
        return last.otherwiseEmpty().mapEmpty();
    }

    /** Runs an author's code on an event loop; what it throws, and a null, become a failure. */
    private static Future<?> guarded(Vertx vertx, Step step) {
        return Future.future(done -> vertx.runOnContext(turn -> {
            try {
                Future<?> future = step.run();
                if (future == null) {
                    done.fail("it returned null instead of a future");
                } else {
                    future.onComplete(result -> done.complete(), done::fail);
                }
            } catch (Throwable e) {
                done.fail(e);
            }
        }));
    }

    private interface Step {
        @Nullable
        Future<?> run() throws Exception;
    }

    private static ClassLoader classLoader(@Nullable Path dir) throws StartException {
        ClassLoader own = ServiceCatalog.class.getClassLoader();
        if (dir == null) {
            return own;
        }
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*.jar")) {
            for (Path jar :
                    StreamSupport.stream(files.spliterator(), false).sorted().toList()) {
                jars.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw new StartException("cannot read services.dir " + dir + ": " + e.getMessage(), e);
        }
        if (jars.isEmpty()) {
            LOG.warn("services.dir {} has no jars", dir);
        }
        return new URLClassLoader("services", jars.toArray(URL[]::new), own);
    }

    private static String causeOf(Throwable e) {
        return e.getCause() == null ? "" : " (" + e.getCause() + ")";
    }

    private static String nameOf(Service service) {
        return service.getClass().getName();
    }
}
