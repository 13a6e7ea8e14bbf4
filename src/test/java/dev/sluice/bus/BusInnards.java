package dev.sluice.bus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What a gateway's end of the bus believes of its lanes; for the simulation, which knows better. */
public final class BusInnards {
    private static final VarHandle LANES = field(CallOutbox.class, "lanes", LaneOutbox[].class);
    private static final VarHandle OUTSTANDING = field(LaneOutbox.class, "outstanding", int[].class);

    private BusInnards() {}

    /** Calls it believes to lie with one instance of a lane. */
    public static int outstanding(CallBus bus, int lane, int instance) {
        LaneOutbox[] lanes = (LaneOutbox[]) LANES.get((CallOutbox) bus);
        int[] outstanding = (int[]) OUTSTANDING.get(lanes[lane]);
        return outstanding[instance];
    }

    private static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner.getSimpleName() + " has no " + name + " any more", e);
        }
    }
}
