package dev.sluice.gateway;

import dev.sluice.bus.BusInnards;
import dev.sluice.bus.Call;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.Lane;
import dev.sluice.limits.ByteBudget;
import dev.sluice.limits.SlotLease;
import java.lang.invoke.VarHandle;
import java.util.List;

/** The invariants of what belongs to a loop or to the whole node: slots, lanes, and room for bytes. */
final class NodeInnards {
    private static final int OVERDRAFT_PARTS = 8;
    private static final VarHandle CALLS = Innards.field(Gateway.class, "calls", CallsInFlight.class);
    private static final VarHandle BUS = Innards.field(Gateway.class, "bus", CallBus.class);
    private static final VarHandle TABLE = Innards.field(CallsInFlight.class, "table", CallTable.class);
    private static final VarHandle SLOTS = Innards.field(CallTable.class, "slots", Slot[].class);
    private static final VarHandle FREE = Innards.field(CallTable.class, "free", int[].class);
    private static final VarHandle FREE_COUNT = Innards.field(CallTable.class, "freeCount", int.class);
    private static final VarHandle SPARE = Innards.field(SlotLease.class, "spare", int.class);

    private final SimNode node;
    private final Promises promises;

    NodeInnards(SimNode node, Promises promises) {
        this.node = node;
        this.promises = promises;
    }

    /** Slots taken by calls of all loops. */
    int usedSlots() {
        int used = 0;
        for (SimLoop loop : node.loops) {
            used += calls(loop).used();
        }
        return used;
    }

    void check(List<SimClient> clients) {
        checkSlots();
        checkRoom(clients);
        long transit = node.budget.bytes().transit().usedBytes();
        promises.require(transit == node.bus.transitBytes(), "P5", "room for results on their way was lost or made");
    }

    /** True if calls of a loop wait because their lane is given no more for now. */
    boolean hasBacklog(SimLoop loop) {
        return BusInnards.hasBacklog((CallBus) BUS.get(loop.gateway));
    }

    /** Nobody who waits for a lane has had less of its time than whoever was given to it last. */
    void checkTurns(SimLoop loop) {
        promises.require(
                !BusInnards.isUnfair((CallBus) BUS.get(loop.gateway)), "P6", "waits, and has had less than others");
    }

    /** After a sweep no call waits for a lane that has nothing to do. */
    void checkNoneStarves(SimLoop loop) {
        boolean starves = BusInnards.isStarving((CallBus) BUS.get(loop.gateway));
        promises.require(!starves, "P6", "calls wait for a lane that has nothing to do");
    }

    /** After a sweep nothing is late. */
    void checkDeadlines(SimLoop loop, long nowNanos, long maxQueueDelayNanos) {
        table(loop).forEachUsed(slot -> {
            Call call = slot.call;
            if (slot.isAwaited() && call != null) {
                promises.require(call.deadlineNanos() > nowNanos, "P1", "still waits after its deadline was swept");
                boolean queued =
                        call.state() == Call.State.WAITING && nowNanos - call.receivedNanos() >= maxQueueDelayNanos;
                promises.require(!queued, "P5", "waits for its handler for longer than it may");
            }
        });
    }

    /** All slots of the node are somewhere, and no loop keeps more than its table says. */
    private void checkSlots() {
        int all = node.budget.freeSlots();
        for (SimLoop loop : node.loops) {
            SlotLease lease = calls(loop).lease();
            int spare = (int) SPARE.get(lease);
            promises.require(lease.used() == calls(loop).used(), "CallsInFlight", "slots used are not slots leased");
            promises.require(spare >= 0, "SlotLease", "spare is negative");
            all += spare + lease.used();
            checkTable(table(loop));
            checkLanes(loop);
        }
        promises.require(all == node.budget.maxInFlight(), "NodeBudget", "slots lost or made");
    }

    /** What the node says is taken is what its connections have, and not more than it may. */
    private void checkRoom(List<SimClient> clients) {
        long in = 0;
        long out = 0;
        for (SimClient client : clients) {
            in += Innards.inbound(client.connection()).reservedBytes();
            out += Innards.outbound(client.connection()).reservedBytes();
        }
        ByteBudget inbound = node.budget.bytes().inbound();
        ByteBudget outbound = node.budget.bytes().outbound();
        promises.require(in == inbound.usedBytes(), "ByteBudget", "room for requests was lost or made");
        promises.require(out == outbound.usedBytes(), "ByteBudget", "room for answers was lost or made");
        long mostIn = inbound.limitBytes() + inbound.limitBytes() / OVERDRAFT_PARTS;
        promises.require(in <= mostIn, "P5", "requests take more room than there is");
        promises.require(out <= outbound.limitBytes(), "P5", "answers take more room than there is");
    }

    /** The gateway deals by what it believes to be outstanding. */
    private void checkLanes(SimLoop loop) {
        CallBus bus = (CallBus) BUS.get(loop.gateway);
        for (Lane lane : node.targets.lanes()) {
            for (int i = 0; i < lane.addresses().size(); i++) {
                int believed = BusInnards.outstanding(bus, lane.index(), i);
                int real = node.bus.outstanding(node.loops.indexOf(loop), lane.index(), i);
                promises.require(believed == real, "LaneOutbox", "outstanding is not what is outstanding");
            }
        }
    }

    private void checkTable(CallTable table) {
        Slot[] slots = (Slot[]) SLOTS.get(table);
        int[] free = (int[]) FREE.get(table);
        int freeCount = (int) FREE_COUNT.get(table);
        long seen = 0;
        for (int i = 0; i < freeCount; i++) {
            promises.require(slots[free[i]] == null, "CallTable", "a free slot has a call");
            seen += free[i];
        }
        for (Slot slot : slots) {
            seen += slot == null ? 0 : slot.index;
        }
        long sum = (long) slots.length * (slots.length - 1) / 2;
        promises.require(slots.length == 0 || seen == sum, "CallTable", "a slot is neither free nor used, or both");
    }

    private static CallsInFlight calls(SimLoop loop) {
        return (CallsInFlight) CALLS.get(loop.gateway);
    }

    private static CallTable table(SimLoop loop) {
        return (CallTable) TABLE.get(calls(loop));
    }
}
