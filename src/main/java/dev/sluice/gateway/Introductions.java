package dev.sluice.gateway;

import dev.sluice.bus.Origin;
import dev.sluice.limits.ConnectionPlaces;
import dev.sluice.limits.ConnectionPlaces.Place;
import dev.sluice.limits.Networks;
import dev.sluice.metrics.CloseReason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connections of proxies that have not said yet who is behind them. Each holds a place of the node; that of an address is
 * taken when the address is known. A proxy that closes before it says so, as health checks do, makes no noise. Confined to
 * one event loop.
 */
final class Introductions {
    private final GatewayParts parts;
    private final ConnectionPlaces places;
    private final Networks trusted;
    private final BiFunction<Transport, Origin, Connection> begin;
    private final Set<Guest> guests = new LinkedHashSet<>();

    /** One of them. */
    static final class Guest {
        private final Transport transport;
        private final Origin proxy;
        private final long sinceNanos;

        private Guest(Transport transport, Origin proxy, long sinceNanos) {
            this.transport = transport;
            this.proxy = proxy;
            this.sinceNanos = sinceNanos;
        }
    }

    /**
     * @param trusted who is believed
     * @param begin makes a connection of what has a place
     */
    Introductions(GatewayParts parts, Networks trusted, BiFunction<Transport, Origin, Connection> begin) {
        this.parts = parts;
        this.places = parts.budget().connections();
        this.trusted = trusted;
        this.begin = begin;
    }

    /** Somebody has connected. Null if he is closed at once: he is no proxy that is trusted, or there is no place. */
    @Nullable
    Guest await(Transport transport, Origin proxy) {
        if (!trusted.contains(proxy.host())) {
            parts.meters().connectionRefused(CloseReason.UNTRUSTED_PROXY);
            parts.peers().limit(proxy, CloseReason.UNTRUSTED_PROXY, "is none of proxyProtocol.trustedProxies");
            transport.close();
            return null;
        }
        if (places.takeUnnamed() != Place.TAKEN) {
            parts.meters().connectionRefused(CloseReason.MAX_CONNECTIONS);
            transport.abort();
            return null;
        }
        Guest guest = new Guest(transport, proxy, now());
        guests.add(guest);
        return guest;
    }

    /**
     * The proxy has said who is behind it.
     *
     * @param client null if it speaks for itself
     * @return the connection, or null if that client has as many as it may have
     */
    @Nullable
    Connection introduce(Guest guest, @Nullable Origin client) {
        if (!guests.remove(guest)) {
            return null;
        }
        Origin origin = client == null ? guest.proxy : client;
        if (places.name(origin.host()) != Place.TAKEN) {
            parts.meters().connectionRefused(CloseReason.MAX_CONNECTIONS_PER_ADDRESS);
            guest.transport.abort();
            return null;
        }
        return begin.apply(guest.transport, origin);
    }

    /** What came is no header. */
    void refuse(Guest guest) {
        if (leave(guest, CloseReason.BAD_PROXY_HEADER)) {
            String why = "does not begin with a header of the PROXY protocol";
            parts.peers().limit(guest.proxy, CloseReason.BAD_PROXY_HEADER, why);
        }
    }

    /** The socket is gone. */
    void gone(Guest guest) {
        if (guests.remove(guest)) {
            places.giveUnnamed();
        }
    }

    /** Several times a second: nobody is waited for longer than for a first byte. */
    void onTick(long nowNanos) {
        long patienceNanos = parts.limits().times().firstByteNanos();
        leaveThose(guest -> nowNanos - guest.sinceNanos >= patienceNanos, CloseReason.FIRST_BYTE_TIMEOUT);
    }

    /** The node goes away, and no call of these was read. */
    void onDrain() {
        leaveThose(guest -> true, CloseReason.DRAINED);
    }

    private void leaveThose(Predicate<Guest> which, CloseReason reason) {
        for (Guest guest : List.copyOf(guests)) {
            if (which.test(guest)) {
                leave(guest, reason);
            }
        }
    }

    private boolean leave(Guest guest, CloseReason reason) {
        boolean waited = guests.remove(guest);
        if (waited) {
            places.giveUnnamed();
            parts.meters().connectionRefused(reason);
            guest.transport.close();
        }
        return waited;
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }
}
