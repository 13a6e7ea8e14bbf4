package dev.sluice.gateway;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open connections of one gateway instance, and which of them has to go when there is no room left. Confined to its loop. */
final class Connections {
    private final Set<Connection> all = new LinkedHashSet<>();
    private long numbered;

    /** The number of the next connection, from 1 on. */
    long nextNumber() {
        numbered++;
        return numbered;
    }

    void add(Connection connection) {
        all.add(connection);
    }

    void remove(Connection connection) {
        all.remove(connection);
    }

    /** All there are now; they may leave while the list is walked through. */
    List<Connection> all() {
        return List.copyOf(all);
    }

    /** The one that has been sending its frame for the longest time, of those that hold bytes of the node; or null. */
    @Nullable
    Connection slowestFrame() {
        Connection slowest = null;
        for (Connection connection : all) {
            if (connection.holdsPartOfFrame()
                    && (slowest == null || frameSinceNanos(connection) - frameSinceNanos(slowest) < 0)) {
                slowest = connection;
            }
        }
        return slowest;
    }

    /** The one with the most answers that were not taken, of those that hold bytes of the node; or null. */
    @Nullable
    Connection longestQueue() {
        Connection longest = null;
        for (Connection connection : all) {
            if (connection.out().reservedBytes() > 0
                    && (longest == null
                            || connection.out().reservedBytes() > longest.out().reservedBytes())) {
                longest = connection;
            }
        }
        return longest;
    }

    private static long frameSinceNanos(Connection connection) {
        return connection.inbox().clock().sinceNanos();
    }
}
