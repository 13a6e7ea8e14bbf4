package dev.sluice.gateway;

import dev.sluice.gateway.SimKernel.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What can happen, one thing at a time: to clients, in the network, in the kernel, on loops and in workers. */
final class SimSteps {
    static final int MOST_CLIENTS = 6;
    private static final int MANY_TURNS = 1_000;

    /** After the drain has begun, so long connections that were being accepted may still come. */
    private static final long LISTENER_NANOS = 20 * SimClock.MS;

    private final SimWorld world;
    private final Random random;
    private final SimNode node;
    private final SimHandlers handlers;
    private final SimAsker asker;
    private final EndRules ends;
    private final NodeInnards innards;
    private final List<SimClient> clients = new ArrayList<>();

    private int clientsEver;
    private boolean drained;

    SimSteps(SimWorld world, SimNode node, SimHandlers handlers, EndRules ends) {
        this.world = world;
        this.random = world.random();
        this.node = node;
        this.handlers = handlers;
        this.asker = new SimAsker(world, handlers);
        this.ends = ends;
        this.innards = new NodeInnards(node, world.promises());
    }

    /** All that were ever accepted. */
    List<SimClient> clients() {
        return clients;
    }

    void act(SimAction action) {
        switch (action) {
            case ASK -> ask();
            case ARRIVE -> arrive();
            case TURN -> turn(node.anyLoop(random));
            case TURNS -> node.loops.forEach(this::turns);
            case WORK -> node.bus.deliverCalls(random);
            case POOL -> node.pool.run(random);
            case END -> handlers.endOne(random);
            case REPLY -> node.bus.deliverReplies(random);
            case KERNEL -> kernel();
            case TIME -> pass(nanosToPass());
            case CONNECT -> connect();
            case FIN -> fin();
            case RESET -> reset();
            case ANNOUNCE -> announce();
            case DRAIN -> drain();
        }
    }

    /** A client whose connection lives, if one is found soon. */
    private @Nullable SimClient anyClient() {
        for (int tries = 0; tries < 3 && !clients.isEmpty(); tries++) {
            SimClient client = clients.get(random.nextInt(clients.size()));
            if (!client.kernel.isGone()) {
                return client;
            }
        }
        return null;
    }

    private void ask() {
        SimClient client = anyClient();
        if (client != null && client.maySend()) {
            asker.ask(client);
        }
    }

    private void arrive() {
        SimClient client = anyClient();
        if (client != null && client.mayArrive()) {
            int unread = client.stream.unread();
            int most = random.nextInt(3) == 0 ? Math.min(unread, 20) : unread;
            arrive(client, random.nextInt(3) == 0 ? most : 1 + random.nextInt(most));
        } else if (client != null && client.mayFinArrive()) {
            client.finArrives();
        }
    }

    void arrive(SimClient client, int bytes) {
        ends.onArrival(bytes);
        client.arrive(bytes);
    }

    private void turn(SimLoop loop) {
        loop.turn();
        innards.checkTurns(loop);
        if (innards.hasBacklog(loop)) { // others are served first, in turns
            world.count(SimEvent.LANE_BACKLOG);
            return;
        }
        for (SimClient client : clients) {
            if (client.loop == loop) {
                world.promises().onTurnEnd(client);
            }
        }
    }

    void turns(SimLoop loop) {
        for (int i = 0; !loop.isIdle(); i++) {
            world.promises().require(i < MANY_TURNS, "P6", "a loop never comes to rest");
            turn(loop);
        }
    }

    private void kernel() {
        SimClient client = anyClient();
        if (client == null) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                client.kernel.mode = Mode.TAKES_NOTHING;
                world.count(SimEvent.KERNEL_STALLED);
            }
            case 1 -> client.kernel.mode = Mode.TAKES_SOME;
            case 2 -> client.kernel.takeSome();
            default -> {
                client.kernel.mode = Mode.TAKES_ALL;
                client.kernel.takeAll();
            }
        }
    }

    private long nanosToPass() {
        return switch (random.nextInt(6)) {
            case 0 -> 150_000;
            case 1 -> 3 * SimClock.MS;
            case 2, 3 -> (10 + random.nextInt(15)) * SimClock.MS;
            case 4 -> 70 * SimClock.MS;
            default -> 400 * SimClock.MS;
        };
    }

    /** Time passes; timers that are due fire, once for all they missed. Loops are not kept waiting for long. */
    void pass(long nanos) {
        if (nanos > SimClock.MS) {
            node.loops.forEach(this::turns);
        }
        world.clock().pass(nanos);
        for (SimLoop loop : node.loops) {
            if (loop.isSweepDue()) {
                sweep(loop);
            }
            if (loop.isTickDue()) {
                tick(loop);
            }
        }
    }

    private void sweep(SimLoop loop) {
        long sweptNanos = world.clock().now();
        loop.sweep();
        innards.checkTurns(loop);
        innards.checkNoneStarves(loop);
        innards.checkDeadlines(
                loop, sweptNanos, world.conditions().limits().calls().maxQueueDelayNanos());
    }

    private void tick(SimLoop loop) {
        clients.forEach(ends::beforeTick);
        long tickNanos = world.clock().now();
        loop.tick();
        for (SimClient client : clients) {
            if (client.loop == loop) {
                ends.afterTick(client, tickNanos);
                ends.observe(client);
            }
        }
    }

    private void connect() {
        SimLoop loop = node.anyLoop(random);
        if (clientsEver == MOST_CLIENTS || loop.drainingNanos() >= LISTENER_NANOS) {
            return;
        }
        SimClient client = new SimClient(clientsEver++, loop, world);
        if (loop.connect(client)) {
            clients.add(client);
        } else {
            ends.onRefused(client, clients);
        }
    }

    private void fin() {
        SimClient client = anyClient();
        if (client != null && client.maySend()) {
            if (random.nextInt(3) == 0) {
                asker.half(client);
                world.count(SimEvent.CLIENT_FIN_INSIDE_FRAME);
            }
            client.finSent = true;
            world.count(SimEvent.CLIENT_FIN);
        }
    }

    private void reset() {
        SimClient client = anyClient();
        if (client != null) {
            client.reset();
            world.count(SimEvent.CLIENT_RESET);
        }
    }

    private void announce() {
        if (!drained) {
            long lameDuckNanos = random.nextInt(300) * SimClock.MS;
            node.loops.forEach(loop -> loop.announceDrain(lameDuckNanos));
            world.count(SimEvent.DRAIN_ANNOUNCED);
        }
    }

    void drain() {
        if (!drained) {
            drained = true;
            world.count(SimEvent.DRAIN);
            boolean busy =
                    clients.stream().anyMatch(client -> client.frames().stream().anyMatch(SimFrame::isOwed));
            world.coverage().count(SimEvent.DRAIN_OF_BUSY_CLIENTS, busy ? 1 : 0);
            node.loops.forEach(SimLoop::drain);
            clients.forEach(ends::observe);
        }
    }
}
