package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBatch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lane that is given no more for now takes the calls of all clients in turns, and is never left with nothing to do. */
final class LaneRules {
    private final Promises promises;
    private final SimHandlers handlers;
    private final NodeInnards innards;
    private final int[][] given = new int[SimBus.LANES][SimSteps.MOST_CLIENTS];

    LaneRules(Promises promises, SimHandlers handlers, NodeInnards innards) {
        this.promises = promises;
        this.handlers = handlers;
        this.innards = innards;
    }

    /** A loop is about to deal its calls. */
    void beginDeal() {
        for (int[] ofLane : given) {
            Arrays.fill(ofLane, 0);
        }
    }

    void onCalls(CallBatch batch) {
        for (Call call : batch.calls()) {
            SimCall known = handlers.find(SimHandlers.tokenOf(call));
            if (known != null) {
                given[batch.lane()][known.frame.client.number]++;
            }
        }
    }

    /** P6: nobody gets a second call to a lane before everybody who waits for it has got a first one. */
    void afterDeal(SimLoop loop, List<SimClient> clients) {
        if (!innards.hasBacklog(loop)) {
            return;
        }
        for (SimClient client : clients) {
            if (client.loop == loop) {
                for (Slot slot = client.connection().slots().first(); slot != null; slot = slot.nextOfConnection) {
                    int lane = laneOfUndealt(slot.call, slot);
                    boolean passedOver = lane >= 0 && given[lane][client.number] == 0 && most(lane) > 1;
                    promises.require(!passedOver, "P6", "another client was given two calls and it none", client);
                }
            }
        }
    }

    /** After a sweep no call waits for a lane that has nothing to do. */
    void afterSweep(SimLoop loop, List<SimClient> clients) {
        afterDeal(loop, clients);
        promises.require(!innards.isStarving(loop), "P6", "calls wait for a lane that has nothing to do");
    }

    /** The lane that a call waits for; -1 if it does not. */
    @SuppressWarnings("ReferenceEquality") // a call that is dispatched again is another one
    private int laneOfUndealt(@Nullable Call call, Slot slot) {
        if (call == null || slot.target == null || call.state() != Call.State.WAITING) {
            return -1;
        }
        SimCall known = handlers.find(SimHandlers.tokenOf(call));
        return known != null && known.onBus != call ? slot.target.lane().index() : -1;
    }

    private int most(int lane) {
        return Arrays.stream(given[lane]).max().orElse(0);
    }
}
