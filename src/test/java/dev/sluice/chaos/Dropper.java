package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Made;
import java.util.Arrays;

/** Resets its connection in the middle of a frame, at any time. */
final class Dropper extends Client {
    private static final long MS = 1_000_000;

    private final long dropNanos = System.nanoTime() + (20 + random().nextInt(1_500)) * MS;

    Dropper(Seat seat) {
        super(seat);
    }

    @Override
    void onTime(long nowNanos) {
        if (nowNanos - dropNanos >= 0 && !isGone()) {
            Made half = asking().any();
            log().sent(half.requestId(), half.asks(), half.bytes().length, nowNanos);
            wire().send(Arrays.copyOf(half.bytes(), half.bytes().length / 2));
            wire().flush();
            wire().reset();
        }
    }
}
