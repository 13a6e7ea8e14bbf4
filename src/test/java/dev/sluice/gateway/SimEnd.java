package dev.sluice.gateway;

import dev.sluice.gateway.SimKernel.Mode;
import dev.sluice.metrics.Ending;
import java.util.List;
import java.util.Random;

/**
 * The end of a schedule. First everybody is good: the kernel takes all, handlers end, messages arrive; then every client
 * must come to its end or its rest within bounded time. Then all leave, and nothing may be left.
 */
final class SimEnd {
    private static final int[] PASSING_MS = {1, 12, 60, 250, 1_100};
    private static final int MOST_PASSES = 90;
    private static final int MOST_ROUNDS = 2_000;
    private static final long SWEEPS_NANOS = 12 * SimClock.MS;

    private final Simulation simulation;
    private final SimNode node;
    private final SimHouse house;
    private final SimWorld world;
    private final Promises promises;
    private final Random random;
    private final SimReceipt receipt;
    private long abandoned;

    SimEnd(Simulation simulation, SimNode node, SimHouse house) {
        this.simulation = simulation;
        this.node = node;
        this.house = house;
        this.world = simulation.world();
        this.promises = world.promises();
        this.random = world.random();
        this.receipt = new SimReceipt(house.meters, random.nextInt(20) == 0);
    }

    /** What runs has a slot, but for what was given up. */
    void checkHandlers() {
        long abandonedNow = receipt.abandonedNow();
        long running = simulation.handlers().running() - abandonedNow;
        int used = simulation.nodeInnards().usedSlots();
        promises.require(running <= used, "P5", "a handler runs whose slot was given to another");
        simulation.handlers().checkCancelled();
        world.coverage().count(SimEvent.HANDLER_ABANDONED, Math.max(0, abandonedNow - abandoned));
        abandoned = abandonedNow;
    }

    void run() {
        calm("everybody was good");
        switch (random.nextInt(3)) {
            case 0 -> {
                clients().forEach(client -> client.finSent = true);
                calm("all clients sent FIN");
            }
            case 1 -> {
                simulation.steps().drain();
                calm("the node drained");
            }
            default -> {}
        }
        for (SimClient client : clients()) {
            if (!client.kernel.isGone()) {
                client.reset();
            }
        }
        pump();
        if (random.nextBoolean()) {
            giveUp();
        }
        simulation.handlers().endAll();
        pump();
        emptyBacklog();
        nothingIsLeft();
    }

    /** What a lane could not take yet is given to it with the next sweep. */
    private void emptyBacklog() {
        for (int i = 0; i < MOST_PASSES && node.loops.stream().anyMatch(simulation.nodeInnards()::hasBacklog); i++) {
            simulation.steps().pass(SWEEPS_NANOS);
            pump();
            simulation.handlers().endAll();
            pump();
        }
    }

    private List<SimClient> clients() {
        return simulation.steps().clients();
    }

    private void calm(String why) {
        world.trace().line("calm: " + why);
        for (SimClient client : clients()) {
            client.kernel.mode = Mode.TAKES_ALL;
            client.kernel.takeAll();
        }
        for (int i = 0; i < MOST_PASSES; i++) {
            pump();
            simulation.check();
            if (isSettled()) {
                return;
            }
            simulation.steps().pass(PASSING_MS[i % PASSING_MS.length] * SimClock.MS);
        }
        throw promises.broken("P6", "stuck after " + why + ": " + unsettled());
    }

    /** Does all that can be done without time passing. */
    private void pump() {
        for (int i = 0; i < MOST_ROUNDS; i++) {
            simulation.ends().beginStep();
            boolean progress = false;
            for (SimClient client : clients()) {
                progress |= talk(client);
            }
            node.loops.forEach(simulation.steps()::turns);
            progress |= node.bus.deliverCalls(random);
            progress |= node.pool.run(random);
            progress |= simulation.handlers().endOne(random);
            progress |= node.bus.deliverReplies(random);
            promises.throwIfBroken();
            clients().forEach(simulation.ends()::observe);
            if (!progress) {
                return;
            }
        }
        throw promises.broken("P6", "work without end");
    }

    private boolean talk(SimClient client) {
        if (client.kernel.isFin() && !client.finSent && random.nextBoolean()) {
            client.finSent = true;
        }
        if (client.mayArrive()) {
            simulation.steps().arrive(client, client.stream.unread());
            return true;
        }
        if (client.mayFinArrive()) {
            client.finArrives();
            return true;
        }
        return false;
    }

    private boolean isSettled() {
        for (SimClient client : clients()) {
            if (!isSettled(client)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSettled(SimClient client) {
        if (client.kernel.isGone()) {
            return true;
        }
        boolean willEnd = client.finSent
                || client.silent
                || client.stream.isBroken()
                || client.metLimit
                || client.drainingNanos() >= 0
                || client.loop.isDraining();
        return !willEnd
                && client.stream.unread() == 0
                && client.receiver.isWhole()
                && client.frames().stream().noneMatch(SimFrame::isOwed);
    }

    private String unsettled() {
        StringBuilder text = new StringBuilder();
        for (SimClient client : clients()) {
            if (!isSettled(client)) {
                List<SimFrame> owed =
                        client.frames().stream().filter(SimFrame::isOwed).toList();
                text.append(client)
                        .append(" unread ")
                        .append(client.stream.unread())
                        .append(owed);
            }
        }
        return text.toString();
    }

    /** All deadlines pass: slots of handlers that never end come back all the same. */
    private void giveUp() {
        long nanos = world.conditions().requestTimeout().toNanos()
                + world.conditions().limits().calls().abandonAfterNanos()
                + 20 * SimClock.MS;
        simulation.steps().pass(nanos);
        pump();
        simulation.steps().pass(nanos);
        simulation.check();
        int used = simulation.nodeInnards().usedSlots();
        promises.require(used == 0, "P5", "slots of handlers that were given up are still taken");
    }

    private void nothingIsLeft() {
        simulation.check();
        promises.require(simulation.nodeInnards().usedSlots() == 0, "P5", "slots are taken and no handler runs");
        for (SimLoop loop : node.loops) {
            promises.require(loop.connected().isEmpty(), "P5", "connections are left");
            promises.require(loop.gateway.close().succeeded(), "Gateway", "does not close");
        }
        int maxInFlight = world.conditions().limits().calls().maxInFlight();
        promises.require(node.budget.freeSlots() == maxInFlight, "P5", "slots did not come back");
        promises.require(node.budget.connections().open() == 0, "P5", "places of connections did not come back");
        long bytes = node.budget.bytes().inbound().usedBytes()
                + node.budget.bytes().outbound().usedBytes()
                + node.budget.bytes().transit().usedBytes();
        promises.require(bytes == 0, "P5", "bytes did not come back");
        promises.require(house.isIdle(), "P5", "a method counts a call as running that has ended");
        receipt.close(promises, world.coverage());
        answersAreCounted();
        promises.throwIfBroken();
    }

    /** Every answer a client got is one that the node counted. */
    private void answersAreCounted() {
        long answers = 0;
        for (SimClient client : clients()) {
            for (SimFrame frame : client.frames()) {
                answers += frame.answered ? frame.responses() : 0;
            }
        }
        long counted = receipt.count(Ending.ANSWERED) + receipt.count(Ending.REFUSED) + receipt.count(Ending.UNKNOWN);
        promises.require(answers <= counted, "P1", answers + " answers, " + counted + " counted");
    }
}
