package dev.sluice.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What workers keep to themselves and the simulation wants to see. */
public final class WorkerInnards {
    private static final VarHandle RUNNING = running();

    private WorkerInnards() {}

    /** True if no method counts a call as running. */
    public static boolean isIdle(MethodTable methods, List<String> names) {
        for (String name : names) {
            AtomicInteger running = (AtomicInteger) RUNNING.get(Objects.requireNonNull(methods.find(name)));
            if (running.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private static VarHandle running() {
        try {
            return MethodHandles.privateLookupIn(Method.class, MethodHandles.lookup())
                    .findVarHandle(Method.class, "running", AtomicInteger.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Method has no running any more", e);
        }
    }
}
