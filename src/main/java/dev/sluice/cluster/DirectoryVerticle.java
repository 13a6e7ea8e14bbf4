package dev.sluice.cluster;

import dev.sluice.bus.Bulletin;
import dev.sluice.bus.BusAccess;
import dev.sluice.bus.Lane;
import dev.sluice.bus.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link Directory} of a node, on an event loop. {@link #start()} completes when all members there are have said who
 * they are, or did not for {@value #SETTLE_MS} ms; {@link #stop()} says goodbye.
 */
public final class DirectoryVerticle extends VerticleBase {
    private static final long SETTLE_MS = 3_000;
    private static final long SETTLE_STEP_MS = 10;
    private static final long REGISTER_AGAIN_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryVerticle.class);

    private final BusAccess bus;
    private final Self self;
    private final Members members;
    private final RoutingTable table;
    private final Consumer<String> onLeft;
    private volatile NodeState state = NodeState.RUNNING;
    private volatile boolean heard = true;
    private @Nullable Running running;

    /** Ended by the engine, on a thread of its own. */
    private volatile boolean registering;

    private record Running(Directory directory, Bulletin bulletin, List<Long> timers) {}

    /**
     * What this node says of itself.
     *
     * @param node its name
     * @param version of the program
     * @param lanes its own
     * @param methods of its own, by name; none if it is only a gateway
     */
    public record Self(String node, String version, List<Lane> lanes, Map<String, Target> methods) {}

    /** The engine's view of the cluster. */
    public interface Members {
        /** This node's name among the members. */
        String self();

        /** All members there are now. */
        List<String> all();

        /** Tells of each member that leaves, on any thread. */
        void onLeft(Consumer<String> left);

        /** Tells it once more at which addresses this node listens: it may have lost that. */
        Future<Void> registerAgain();
    }

    /**
     * @param table gets what the others offer
     * @param onLeft gets the name of each node that has left the cluster
     */
    public DirectoryVerticle(BusAccess bus, Self self, Members members, RoutingTable table, Consumer<String> onLeft) {
        this.bus = bus;
        this.self = self;
        this.members = members;
        this.table = table;
        this.onLeft = onLeft;
    }

    @Override
    public Future<?> start() {
        VoiceOf voice = new VoiceOf();
        Directory directory = new Directory(
                this::card,
                loadsOf(self.lanes()),
                voice,
                bus.nanoTime(),
                table,
                engine -> members.all().contains(engine),
                onLeft);
        Bulletin bulletin = new Bulletin(bus, self.node(), directory::onMessage);
        voice.bulletin = bulletin;
        members.onLeft(engine -> context.runOnContext(turn -> directory.onMemberLeft(engine)));
        return bulletin.ready().compose(ready -> {
            directory.join();
            long beats = vertx.setPeriodic(TimeUnit.NANOSECONDS.toMillis(Directory.BEAT_NANOS), beat -> {
                directory.onBeat();
                heard = directory.isHeard();
            });
            long again = vertx.setPeriodic(REGISTER_AGAIN_MS, timer -> registerAgain());
            running = new Running(directory, bulletin, List.of(beats, again));
            return settled(directory);
        });
    }

    /** Says that this node will leave. For any thread. */
    public void drain() {
        state = NodeState.DRAINING;
        context.runOnContext(turn -> {
            if (running != null) {
                running.directory.announce();
            }
        });
    }

    /** True while the cluster hears this node. For any thread. */
    public boolean isHeard() {
        return heard;
    }

    @Override
    public Future<?> stop() {
        Running was = running;
        if (was == null) {
            return Future.succeededFuture();
        }
        was.timers.forEach(vertx::cancelTimer);
        return was.directory.leave().eventually(was.bulletin::close);
    }

    /** In a partition this takes until it has healed. */
    private void registerAgain() {
        if (!registering) {
            registering = true;
            members.registerAgain()
                    .onFailure(e -> LOG.warn("the cluster was not told what this node listens at: {}", e.getMessage()))
                    .onComplete(done -> registering = false);
        }
    }

    private Future<Void> settled(Directory directory) {
        Promise<Void> settled = Promise.promise();
        long begunNanos = bus.nanoTime().getAsLong();
        vertx.setPeriodic(SETTLE_STEP_MS, timer -> {
            long waitedNanos = bus.nanoTime().getAsLong() - begunNanos;
            if (directory.knows(members.all()) || waitedNanos >= TimeUnit.MILLISECONDS.toNanos(SETTLE_MS)) {
                vertx.cancelTimer(timer);
                settled.complete();
            }
        });
        return settled.future();
    }

    private Notice.Card card() {
        List<Integer> capacities = self.lanes().stream().map(Lane::capacity).toList();
        List<Notice.Offer> offers = self.methods().entrySet().stream()
                .map(entry -> offer(entry.getKey(), entry.getValue()))
                .toList();
        return new Notice.Card(self.node(), Notice.FORMAT, self.version(), members.self(), state, capacities, offers);
    }

    private static Notice.Offer offer(String name, Target target) {
        long timeoutMs = TimeUnit.NANOSECONDS.toMillis(target.timeoutNanos());
        return new Notice.Offer(name, target.lane().index(), timeoutMs, target.idempotent());
    }

    private static Supplier<List<Integer>> loadsOf(List<Lane> lanes) {
        return () -> lanes.stream().map(lane -> lane.load().calls()).toList();
    }

    /** The bulletin, which there is once the directory can listen to it. */
    private static final class VoiceOf implements Directory.Voice {
        @Nullable
        Bulletin bulletin;

        @Override
        public void tellAll(Buffer message) {
            if (bulletin != null) {
                bulletin.tellAll(message);
            }
        }

        @Override
        public Future<Void> tell(String node, Buffer message) {
            return bulletin == null ? Future.succeededFuture() : bulletin.tell(node, message);
        }
    }
}
