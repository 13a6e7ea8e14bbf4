package dev.sluice.gateway;

import dev.sluice.bus.BusAccess;
import dev.sluice.bus.BusInnards;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.CallOutbox;
import dev.sluice.bus.Lane;
import dev.sluice.bus.LocalTargets;
import dev.sluice.bus.ReplyHandler;
import dev.sluice.limits.NodeBudget;
import dev.sluice.worker.BlockingPool;
import dev.sluice.worker.SimPool;
import dev.sluice.worker.WorkerParts;
import dev.sluice.worker.WorkerVerticle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One node, wired as in production: gateway instances, workers and their handlers, the budget they share. Its event bus,
 * event loops, blocking pool, sockets and clock do nothing by themselves.
 */
final class SimNode {
    private static final String POOL_ADDRESS = "sluice.blocking";

    /** Never given a task: the schedule runs what is blocking. */
    private static final BlockingPool NO_THREADS = new BlockingPool(1, 1);

    final SimBus bus;
    final NodeBudget budget;
    final SimPool pool;
    final LocalTargets targets;
    final List<SimLoop> loops = new ArrayList<>();

    private final SimHouse house;
    private final SimWorld world;

    SimNode(SimHouse house, SimWorld world, SimBus.Watcher watcher) {
        this.house = house;
        this.world = world;
        bus = new SimBus(watcher);
        budget = world.conditions().budget();
        List<String> addresses = IntStream.range(0, world.conditions().parts().workers())
                .mapToObj(i -> "sluice.worker." + i)
                .toList();
        WorkerParts workers = workers();
        for (String address : addresses) {
            new WorkerVerticle(workers, NO_THREADS, address).start();
        }
        pool = new SimPool(workers, world.conditions().parts().poolQueue(), POOL_ADDRESS);
        targets = house.methods.targets(
                new Lane(0, addresses),
                new Lane(1, List.of(POOL_ADDRESS)),
                world.conditions().requestTimeout());
        startGateways();
    }

    private WorkerParts workers() {
        BusAccess access = new BusAccess(bus.bus(), world.clock()::readByWorker);
        int maxResponseBytes = world.conditions().limits().frames().maxResponseBytes();
        WorkerParts.Results results =
                new WorkerParts.Results(maxResponseBytes, budget.bytes().transit());
        return new WorkerParts(access, house.methods, house.meters, results);
    }

    private void startGateways() {
        BusAccess access = new BusAccess(bus.bus(), world.clock()::readByLoop);
        GatewayParts parts = new GatewayParts(
                access,
                targets,
                budget,
                house.meters,
                world.conditions().limits(),
                world.conditions().drain(),
                new Greeting("1", "simulated"),
                new PeerLog(world.clock()::now),
                null);
        for (int i = 0; i < world.conditions().parts().loops(); i++) {
            int number = i;
            loops.add(new SimLoop(
                    world.clock(),
                    later -> new Gateway(parts, onReply -> outbox(access, number, onReply), later, later)));
        }
    }

    private CallBus outbox(BusAccess access, int number, ReplyHandler onReply) {
        CallOutbox outbox = new CallOutbox(access, number, targets, onReply);
        BusInnards.beginWith(outbox, world.conditions().parts().laneWindow());
        return outbox;
    }

    SimLoop anyLoop(Random random) {
        return loops.get(loops.size() == 1 ? 0 : random.nextInt(loops.size()));
    }
}
