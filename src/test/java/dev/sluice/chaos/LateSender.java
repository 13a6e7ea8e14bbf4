package dev.sluice.chaos;

/** Goes on asking after it has seen the server's FIN. Nothing of that may be executed. */
final class LateSender extends Pipeliner {
    private static final int LATE_FRAMES = 5;

    LateSender(Seat seat) {
        super(seat);
    }

    @Override
    void onEnd() {
        for (int i = 0; i < LATE_FRAMES; i++) {
            send(asking().any());
            wire().flush();
        }
        wire().close();
    }
}
