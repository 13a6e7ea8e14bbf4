package dev.sluice.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What nodes tell each other of themselves. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Notice.Beat.class, name = "beat"),
    @JsonSubTypes.Type(value = Notice.Card.class, name = "card"),
    @JsonSubTypes.Type(value = Notice.Ask.class, name = "ask"),
    @JsonSubTypes.Type(value = Notice.Bye.class, name = "bye")
})
sealed interface Notice {
    /** Changes when an older node would misunderstand a newer one. */
    int FORMAT = 1;

    /** Who tells it. */
    String node();

    /**
     * A node is alive.
     *
     * @param load calls it has of each of its lanes, in the order of its {@link Card}
     */
    record Beat(String node, NodeState state, List<Integer> load) implements Notice {}

    /**
     * All that does not change while a node lives.
     *
     * @param format that it understands
     * @param version of the program, for people
     * @param engine its name among the members of the cluster
     * @param lanes how many calls each works on at once
     */
    record Card(
            String node,
            int format,
            String version,
            String engine,
            NodeState state,
            List<Integer> lanes,
            List<Offer> methods)
            implements Notice {}

    /**
     * A method of a node.
     *
     * @param lane that takes its calls
     */
    record Offer(String name, int lane, long timeoutMs, boolean idempotent) {}

    /** A node wants to know the card of those who hear this. */
    record Ask(String node) implements Notice {}

    /** A node leaves: it has replied to everything. */
    record Bye(String node) implements Notice {}
}
