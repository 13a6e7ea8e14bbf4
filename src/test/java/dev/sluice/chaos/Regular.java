package dev.sluice.chaos;

/** Always has calls in flight, whatever is refused, and connects again when the connection has ended. Knows of no drains. */
final class Regular extends Client {
    Regular(Seat seat) {
        super(seat);
    }
}
