package dev.sluice.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import dev.sluice.config.Cluster;
import io.vertx.core.Future;
import io.vertx.core.spi.cluster.ClusterManager;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hazelcast, which knows who is a member and where each event-bus address is listened at. With {@link HazelcastYaml} and
 * {@link HazelcastManager} all that touches it, so that a node alone loads nothing of it. For any thread.
 */
public final class HazelcastEngine implements DirectoryVerticle.Members {
    /** The attribute by which Vert.x knows a member, where it is not the member's own id. */
    private static final String NODE_ID = "__vertx.nodeId";

    static {
        System.setProperty("hazelcast.logging.type", "slf4j"); // before its first class is loaded: that one logs, too
    }

    private final HazelcastManager manager;

    /**
     * An engine that has not joined yet.
     *
     * @throws IOException if the experts' file cannot be read or is not what Hazelcast understands
     */
    public HazelcastEngine(Cluster cluster) throws IOException {
        this.manager = new HazelcastManager(HazelcastYaml.configOf(cluster));
    }

    /** What Vert.x is made with. */
    public ClusterManager manager() {
        return manager;
    }

    @Override
    public String self() {
        return manager.getNodeId();
    }

    @Override
    public List<String> all() {
        return manager.getNodes();
    }

    @Override
    public void onLeft(Consumer<String> left) {
        manager.getHazelcastInstance().getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                // it will say who it is
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                String name = nameOf(event.getMember());
                manager.forget(name);
                left.accept(name);
            }
        });
    }

    @Override
    public Future<Void> registerAgain() {
        return manager.registerAgain();
    }

    private static String nameOf(Member member) {
        String named = member.getAttribute(NODE_ID);
        return named == null ? member.getUuid().toString() : named;
    }
}
