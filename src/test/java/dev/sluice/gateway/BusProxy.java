package dev.sluice.gateway;

import io.vertx.core.Handler;
import io.vertx.core.eventbus.Message;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What buses of tests are made of: interfaces of the event bus of which few methods are ever called. Stateless. */
final class BusProxy {
    /** What calling any method of an interface does. */
    interface Reaction {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private BusProxy() {}

    static <T> T of(Class<T> type, Reaction reaction) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> reaction.to(method.getName(), arguments)));
    }

    /** A message of which nothing but the body is asked. */
    @SuppressWarnings("unchecked")
    static Message<Object> messageOf(Object body) {
        return of(Message.class, (method, arguments) -> body);
    }

    /** A consumer's handler, among the arguments of a call. */
    @SuppressWarnings("unchecked")
    static Handler<Message<Object>> handlerIn(Object argument) {
        return (Handler<Message<Object>>) argument;
    }
}
