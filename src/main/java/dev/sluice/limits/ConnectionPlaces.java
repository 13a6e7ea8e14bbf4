package dev.sluice.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places for connections: of the node, and of each IP address. For any thread; one operation for each connection.
 *
 * <p>Invariant: 0 &lt;= open &lt;= max; {@code ofAddress} holds an address exactly while it has a connection, and
 * nothing when addresses are not limited.
 */
public final class ConnectionPlaces {
    /** What came of asking for a place. */
    public enum Place {
        /** It has one. */
        TAKEN,
        /** {@code limits.maxConnections} is reached. */
        NODE_FULL,
        /** {@code limits.maxConnectionsPerAddress} is reached. */
        ADDRESS_FULL
    }

    private final int max;
    private final int maxPerAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> ofAddress = new ConcurrentHashMap<>();

    /**
     * @param max connections of the node, 1 or more
     * @param maxPerAddress connections of one address, 0 for any number
     */
    public ConnectionPlaces(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /**
     * Takes a place for a connection.
     *
     * @param address the client's IP address
     */
    public Place take(String address) {
        Place place = takeUnnamed();
        return place == Place.TAKEN ? name(address) : place;
    }

    /** Takes a place for a connection of which is not known yet whose it is. */
    public Place takeUnnamed() {
        return open.getAndUpdate(places -> Math.min(places + 1, max)) == max ? Place.NODE_FULL : Place.TAKEN;
    }

    /** Now it is known. The place is gone if the address has as many as it may have. */
    public Place name(String address) {
        if (maxPerAddress > 0 && !takeOfAddress(address)) {
            giveUnnamed();
            return Place.ADDRESS_FULL;
        }
        return Place.TAKEN;
    }

    private boolean takeOfAddress(String address) {
        for (; ; ) {
            Integer count = ofAddress.putIfAbsent(address, 1);
            if (count == null) {
                return true;
            }
            if (count >= maxPerAddress) {
                return false;
            }
            if (ofAddress.replace(address, count, count + 1)) {
                return true;
            }
        }
    }

    /** Gives the place of a connection back. */
    public void give(String address) {
        giveUnnamed();
        if (maxPerAddress > 0) {
            ofAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Gives back a place that never was named. */
    public void giveUnnamed() {
        int now = open.decrementAndGet();
        assert now >= 0 : "given back more than was taken: " + now;
    }

    /** Places taken now. */
    public int open() {
        return open.get();
    }

    /** The configured number of places. */
    public int max() {
        return max;
    }
}
