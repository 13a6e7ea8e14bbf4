package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Made;

/**
 * Asks in bursts, each about as long after the last answer as the silence that a draining server takes for the end, so
 * that bursts and the server's FIN meet under way.
 */
final class Hesitant extends Pipeliner {
    private static final int BURST_FRAMES = 40;
    private static final int SHORTEST_PAUSE_MS = 150;
    private static final int LONGEST_PAUSE_MS = 300;
    private static final long MS = 1_000_000;

    private int leftOfBurst = BURST_FRAMES;
    private long idleSinceNanos = System.nanoTime();
    private long pauseNanos;

    Hesitant(Seat seat) {
        super(seat);
    }

    @Override
    boolean isContent() {
        return leftOfBurst == 0 || super.isContent();
    }

    @Override
    Made next() {
        leftOfBurst--;
        return super.next();
    }

    @Override
    void onTime(long nowNanos) {
        if (leftOfBurst > 0 || callsInFlight() > 0) {
            idleSinceNanos = nowNanos;
            pauseNanos = (SHORTEST_PAUSE_MS + random().nextInt(LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS)) * MS;
        } else if (nowNanos - idleSinceNanos >= pauseNanos) {
            leftOfBurst = BURST_FRAMES;
            ask();
        }
    }
}
