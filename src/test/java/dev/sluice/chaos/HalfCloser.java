package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Made;

/** Asks so many frames, sends FIN, and waits for all answers; comes back as often as it is let in. */
final class HalfCloser extends Client {
    private static final int LEAST_FRAMES = 20;
    private static final int MOST_FRAMES = 400;

    private int left = LEAST_FRAMES + random().nextInt(MOST_FRAMES - LEAST_FRAMES);
    private boolean halfClosed;

    HalfCloser(Seat seat) {
        super(seat);
    }

    @Override
    boolean isContent() {
        return left == 0 || super.isContent();
    }

    @Override
    Made next() {
        left--;
        return super.next();
    }

    @Override
    void onTime(long nowNanos) {
        if (left == 0 && !halfClosed && wire().isFlushed() && !isGone()) {
            halfClosed = true;
            wire().halfClose();
        }
    }
}
