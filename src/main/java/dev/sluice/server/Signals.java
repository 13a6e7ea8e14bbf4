package dev.sluice.server;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Hears SIGINT and SIGTERM. A shutdown hook would not do: a JVM that ends through it exits with 130 or 143, never with a
 * code of our own. The one place that touches {@code sun.misc.Signal}; by reflection, because javac warns of it.
 */
final class Signals {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private Signals() {}

    /**
     * Calls {@code onSignal} with the signal's number for every SIGINT and SIGTERM, on a thread of the JVM.
     *
     * @throws IllegalStateException if the JVM does not let us
     */
    static void listen(IntConsumer onSignal) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signalOf("INT"), handlerOf(handler, SIGINT, onSignal));
            handle.invoke(null, signalOf("TERM"), handlerOf(handler, SIGTERM, onSignal));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not let a program handle SIGINT and SIGTERM", e);
        }
    }

    private static Object signalOf(String name) throws ReflectiveOperationException {
        return Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
    }

    private static Object handlerOf(Class<?> handler, int number, IntConsumer onSignal) {
        return Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                    return switch (method.getName()) {
                        case "handle" -> {
                            onSignal.accept(number);
                            yield null;
                        }
                        case "equals" -> proxy == Objects.requireNonNull(args)[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "SIG" + number;
                    };
                });
    }
}
