package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBatch;
import dev.sluice.bus.Reply;
import dev.sluice.bus.ReplyBatch;
import dev.sluice.gateway.SimAction.Side;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.RpcError;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One seeded schedule: a node as in production, clients, the network, the kernel, handlers and the clock do what they may
 * in an order that the seed decides, and after every step everything that was promised is checked. The same seed does the
 * same again, as long as nobody changes the simulation.
 */
final class Simulation implements SimBus.Watcher {
    private static final int LEAST_STEPS = 40;
    private static final int MORE_STEPS = 140;
    private static final int INTERRUPTS_ONE_IN = 20;

    private final Random random;
    private final SimWorld world;
    private final SimHandlers handlers;
    private final EndRules ends;
    private final SimSteps steps;
    private final SimAction.Choice choice;
    private final NodeInnards nodeInnards;
    private final Innards innards;
    private final SimEnd end;

    /** Whose code is running now; null while nobody's is, or one was interrupted already. */
    private @Nullable Side interruptible;

    private Simulation(SimHouse house, long seed, SimCoverage coverage, SimTrace trace) {
        random = new Random(mixed(seed));
        SimClock clock = new SimClock(() -> interrupt(Side.LOOP), () -> interrupt(Side.WORKER));
        world = new SimWorld(random, clock, new Promises(), SimConditions.choose(random), coverage, trace);
        trace.line(String.valueOf(world.conditions()));
        handlers = new SimHandlers(world);
        house.begin(handlers);
        SimNode node = new SimNode(house, world, this);
        ends = new EndRules(world, node);
        world.promises().begin(world, handlers, ends);
        steps = new SimSteps(world, node, handlers, ends);
        choice = new SimAction.Choice(random);
        nodeInnards = new NodeInnards(node, world.promises());
        innards = new Innards(world);
        end = new SimEnd(this, node, house);
        coverage.count(SimEvent.TWO_LOOPS, node.loops.size() - 1L);
    }

    /**
     * Runs a schedule to its end.
     *
     * @throws BrokenPromise if the server did not do as it promised
     */
    static void run(SimHouse house, long seed, SimCoverage coverage, SimTrace trace) {
        Thread.currentThread().interrupt(); // a worker that waits for room goes on at once, as if it had waited in vain
        try {
            Simulation simulation = new Simulation(house, seed, coverage, trace);
            int count = LEAST_STEPS + simulation.random.nextInt(MORE_STEPS);
            simulation.run(count);
            coverage.schedule(count);
        } finally {
            Thread.interrupted();
        }
    }

    private void run(int count) {
        for (int clients = 1 + random.nextInt(3); clients > 0; clients--) {
            perform(SimAction.CONNECT);
        }
        for (int step = 0; step < count; step++) {
            perform(choice.next());
            check();
        }
        end.run();
    }

    /** Neighbouring seeds of {@link Random} begin alike. */
    private static long mixed(long seed) {
        long mixed = (seed + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    SimWorld world() {
        return world;
    }

    SimHandlers handlers() {
        return handlers;
    }

    SimSteps steps() {
        return steps;
    }

    EndRules ends() {
        return ends;
    }

    NodeInnards nodeInnards() {
        return nodeInnards;
    }

    /** Does a step and lets it be interrupted. */
    private void perform(SimAction action) {
        if (world.trace().isOn()) {
            world.trace().line(world.clock().now() / 1_000 + " us " + action);
        }
        ends.beginStep();
        interruptible = action.side == Side.CLIENT ? null : action.side;
        try {
            steps.act(action);
        } finally {
            interruptible = null;
        }
        world.promises().throwIfBroken();
    }

    /** A thread was seen looking at the clock: the other side may do something now. */
    private void interrupt(Side interrupted) {
        if (interruptible != interrupted || random.nextInt(INTERRUPTS_ONE_IN) > 0) {
            return;
        }
        interruptible = null;
        world.count(interrupted == Side.LOOP ? SimEvent.LOOP_INTERRUPTED : SimEvent.WORKER_INTERRUPTED);
        for (int more = 1 + random.nextInt(3); more > 0; more--) {
            SimAction action = choice.next();
            if (action.side != interrupted) {
                world.trace().line("  interrupted by " + action);
                steps.act(action);
            }
        }
        interruptible = interrupted;
    }

    @Override
    public void onCalls(CallBatch batch) {
        for (Call call : batch.calls()) {
            SimCall known = handlers.find(SimHandlers.tokenOf(call));
            world.promises().require(known != null, "P6", "a call that nobody sent");
            if (known != null) {
                known.onBus = call;
                known.dispatches++;
                world.coverage().count(SimEvent.DISPATCHED_AGAIN, known.dispatches == 2 ? 1 : 0);
            }
        }
    }

    @Override
    public void onReplies(ReplyBatch batch) {
        for (Reply reply : batch.replies()) {
            world.coverage().count(SimEvent.REPLY_OF_WITHDRAWN, reply.isWithdrawn() ? 1 : 0);
            world.coverage().count(SimEvent.REPLY_WITHOUT_ROOM, hadNoRoom(reply) ? 1 : 0);
        }
    }

    private static boolean hadNoRoom(Reply reply) {
        RpcError error = reply.error();
        return error != null
                && error.code() == ErrorCode.RESPONSE_TOO_LARGE.code()
                && error.toString().contains("limits.outboundBytes");
    }

    /** Everything that can be checked at any time. */
    void check() {
        world.promises().throwIfBroken();
        nodeInnards.check(steps.clients());
        for (SimClient client : steps.clients()) {
            ends.observe(client);
            innards.check(client);
        }
        end.checkHandlers();
    }
}
