package dev.sluice.worker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Lane;
import dev.sluice.bus.LocalTargets;
import dev.sluice.bus.Target;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.service.AsyncHandler;
import dev.sluice.service.BlockingHandler;
import dev.sluice.service.MethodOptions;
import dev.sluice.service.Methods;
import dev.sluice.service.Service;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The methods of this node. Filled by one thread while the server starts; afterwards only read, by all.
 */
public final class MethodTable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,127}");
    private static final String RESERVED_PREFIX = "rpc.";

    private final Map<String, Method> methods = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final ObjectMapper mapper = ServiceJson.mapper();
    private final NodeMeters meters;

    /** An empty table. */
    public MethodTable(NodeMeters meters) {
        this.meters = meters;
    }

    /**
     * Lets a service register its methods.
     *
     * @throws IllegalArgumentException if it registers a name that is not allowed or taken; names both services then
     */
    public void register(Service service) {
        register(service, "service " + service.getClass().getName());
    }

    /** The same for methods of somebody who is known by another name than a class. */
    public void register(Service service, String owner) {
        service.register(new Registration(owner));
    }

    /** Where the calls of all methods go on this node. */
    public LocalTargets targets(Lane async, Lane blocking, Duration requestTimeout) {
        Map<String, Target> targets = new HashMap<>();
        for (Method method : methods.values()) {
            Lane lane = method.handler() instanceof Handler.Async ? async : blocking;
            Duration timeout = method.timeout() == null ? requestTimeout : method.timeout();
            targets.put(
                    method.name(),
                    new Target(lane, List.of(), timeout.toNanos(), method.isIdempotent(), method.meter()));
        }
        return new LocalTargets(targets, List.of(async, blocking));
    }

    @Nullable
    Method find(String name) {
        return methods.get(name);
    }

    ObjectMapper mapper() {
        return mapper;
    }

    /** What one service sees while it registers. */
    private final class Registration implements Methods {
        private final String owner;

        Registration(String owner) {
            this.owner = owner;
        }

        @Override
        public <P, R> MethodOptions async(String name, Class<P> params, AsyncHandler<P, R> handler) {
            return add(name, mapper.constructType(params), new Handler.Async(erasedAsync(handler)));
        }

        @Override
        public <P, R> MethodOptions async(String name, TypeReference<P> params, AsyncHandler<P, R> handler) {
            return add(name, mapper.constructType(params.getType()), new Handler.Async(erasedAsync(handler)));
        }

        @Override
        public <P, R> MethodOptions blocking(String name, Class<P> params, BlockingHandler<P, R> handler) {
            return add(name, mapper.constructType(params), new Handler.Blocking(erasedBlocking(handler)));
        }

        @Override
        public <P, R> MethodOptions blocking(String name, TypeReference<P> params, BlockingHandler<P, R> handler) {
            return add(name, mapper.constructType(params.getType()), new Handler.Blocking(erasedBlocking(handler)));
        }

        private Method add(String name, JavaType params, Handler handler) {
            if (!NAME.matcher(name).matches()) {
                throw refused(name, "a name is [A-Za-z][A-Za-z0-9_.]{0,127}");
            }
            if (name.startsWith(RESERVED_PREFIX)) {
                throw refused(name, "the prefix rpc. is reserved for the server");
            }
            String other = owners.putIfAbsent(name, owner);
            if (other != null) {
                throw refused(name, "it is registered already by " + other);
            }
            Method method = new Method(name, handler, new ParamsBinder(mapper, params), meters.method(name));
            methods.put(name, method);
            return method;
        }

        private IllegalArgumentException refused(String name, String why) {
            return new IllegalArgumentException(owner + " registers method \"" + name + "\": " + why);
        }
    }

    /** The binder gives the handler what it was registered with. */
    @SuppressWarnings("unchecked")
    private static AsyncHandler<Object, Object> erasedAsync(AsyncHandler<?, ?> handler) {
        return (AsyncHandler<Object, Object>) handler;
    }

    @SuppressWarnings("unchecked")
    private static BlockingHandler<Object, Object> erasedBlocking(BlockingHandler<?, ?> handler) {
        return (BlockingHandler<Object, Object>) handler;
    }
}
