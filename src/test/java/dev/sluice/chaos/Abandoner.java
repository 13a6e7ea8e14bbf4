package dev.sluice.chaos;

/** Stops reading while calls are in flight, and leaves after a while. */
final class Abandoner extends Client {
    private static final long MS = 1_000_000;

    private final long stopNanos = System.nanoTime() + (20 + random().nextInt(1_500)) * MS;
    private final long leaveNanos = stopNanos + (20 + random().nextInt(400)) * MS;

    Abandoner(Seat seat) {
        super(seat);
    }

    @Override
    void onTime(long nowNanos) {
        if (nowNanos - stopNanos >= 0) {
            wire().stopListening();
        }
        if (nowNanos - leaveNanos >= 0) {
            wire().leave();
        }
    }
}
