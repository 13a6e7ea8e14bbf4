package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Made;
import java.util.List;

/**
 * Asks for large answers and reads them in small pieces at a rate of its own, out of a small buffer, so that most of them
 * lie with the server's kernel when the server has written its last.
 */
final class SlowReader extends Pipeliner {
    static final int RECEIVE_BYTES = 64 * 1024;

    private static final int MOST_LARGE = 4;
    private static final int LEAST_PIECE_BYTES = 1024;
    private static final int MOST_PIECE_BYTES = 12 * 1024;
    private static final int SLOWEST_BYTES_A_MS = 1_200;
    private static final int FASTEST_BYTES_A_MS = 4_000;
    private static final long MS = 1_000_000;

    private final int bytesAMs = SLOWEST_BYTES_A_MS + random().nextInt(FASTEST_BYTES_A_MS - SLOWEST_BYTES_A_MS);
    private int largeInFlight;
    private long nextReadNanos;

    SlowReader(Seat seat) {
        super(seat);
        wire().stopListening();
    }

    @Override
    Made next() {
        if (largeInFlight < MOST_LARGE && random().nextInt(4) == 0) {
            largeInFlight++;
            return asking().large();
        }
        return super.next();
    }

    @Override
    void onAnswers(Made asked, List<Answer> answers) {
        super.onAnswers(asked, answers);
        if (asked.asks().get(0).work() == Work.LARGE && asked.asks().size() == 1) {
            largeInFlight = Math.max(0, largeInFlight - 1);
        }
    }

    @Override
    void onTime(long nowNanos) {
        if (nowNanos - nextReadNanos >= 0) {
            int bytes = LEAST_PIECE_BYTES + random().nextInt(MOST_PIECE_BYTES - LEAST_PIECE_BYTES);
            nextReadNanos = nowNanos + bytes * MS / bytesAMs;
            receive(bytes);
        }
    }
}
