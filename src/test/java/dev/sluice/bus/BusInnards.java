package dev.sluice.bus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;

/** What a gateway's end of the bus believes of its lanes; for the simulation, which knows better. */
public final class BusInnards {
    private static final VarHandle LANES = field(CallOutbox.class, "lanes", LaneOutbox[].class);
    private static final VarHandle OUTSTANDING = field(LaneOutbox.class, "outstanding", int[].class);
    private static final VarHandle BACKLOG = field(LaneOutbox.class, "backlog", Backlog.class);
    private static final VarHandle LANE_WINDOW = field(LaneOutbox.class, "window", LaneWindow.class);
    private static final VarHandle UNSTARTED = field(LaneWindow.class, "unstarted", ArrayDeque[].class);
    private static final VarHandle WINDOW = field(LaneWindow.class, "window", int.class);

    private BusInnards() {}

    /** Lets so many calls lie unstarted with each instance, to begin with: no schedule is long enough to come down to it. */
    public static void beginWith(CallBus bus, int callsOfInstance) {
        for (LaneOutbox lane : lanes(bus)) {
            int instances = lane.lane().addresses().size();
            WINDOW.set((LaneWindow) LANE_WINDOW.get(lane), callsOfInstance * instances);
        }
    }

    /** True if calls wait in the outbox because their lane cannot take them yet. */
    public static boolean hasBacklog(CallBus bus) {
        for (LaneOutbox lane : lanes(bus)) {
            if (!((Backlog) BACKLOG.get(lane)).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** True if a client waits for a lane of which it has had less than one that was served before it. */
    public static boolean isUnfair(CallBus bus) {
        for (LaneOutbox lane : lanes(bus)) {
            if (!((Backlog) BACKLOG.get(lane)).isFair()) {
                return true;
            }
        }
        return false;
    }

    /** True if calls wait in the outbox for a lane with whose instances none lies unstarted. */
    public static boolean isStarving(CallBus bus) {
        for (LaneOutbox lane : lanes(bus)) {
            if (!((Backlog) BACKLOG.get(lane)).isEmpty() && !hasUnstarted(lane)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasUnstarted(LaneOutbox lane) {
        for (ArrayDeque<?> ofInstance : (ArrayDeque<?>[]) UNSTARTED.get((LaneWindow) LANE_WINDOW.get(lane))) {
            for (Object slice : ofInstance) {
                if (((LaneWindow.Slice) slice).calls().stream().anyMatch(call -> call.state() == Call.State.WAITING)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Calls it believes to lie with one instance of a lane. */
    public static int outstanding(CallBus bus, int lane, int instance) {
        int[] outstanding = (int[]) OUTSTANDING.get(lanes(bus)[lane]);
        return outstanding[instance];
    }

    private static LaneOutbox[] lanes(CallBus bus) {
        return (LaneOutbox[]) LANES.get((CallOutbox) bus);
    }

    private static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner.getSimpleName() + " has no " + name + " any more", e);
        }
    }
}
