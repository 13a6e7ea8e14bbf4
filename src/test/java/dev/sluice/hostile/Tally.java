package dev.sluice.hostile;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What came of the connections of one shape. Written by the client loop; read when that has ended. */
final class Tally {
    /** How a connection ended. */
    enum Ending {
        /** The server sent FIN. */
        FIN,
        /** The server reset it, or it broke on a write. */
        RESET,
        /** The client left. */
        LEFT,
        /** It never came to be. */
        NOT_CONNECTED
    }

    private final Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    private final Map<Integer, Long> errors = new TreeMap<>();
    private int opened;
    private long framesOut;
    private long bytesOut;
    private long bytesIn;
    private long results;
    private long batches;
    private boolean foreign;

    void opened() {
        opened++;
    }

    void ended(Ending how) {
        endings.merge(how, 1, Integer::sum);
    }

    void wrote(long bytes) {
        bytesOut += bytes;
    }

    void wroteFrames(int frames) {
        framesOut += frames;
    }

    void read(long bytes) {
        bytesIn += bytes;
    }

    void answered(AnswerStream answer) {
        int code = answer.code();
        if (code != 0) {
            errors.merge(code, 1L, Long::sum);
        } else if (answer.isResult()) {
            results++;
        } else {
            batches++;
        }
    }

    void foreign() {
        foreign = true;
    }

    static String heading() {
        return "%-20s %8s %11s %9s %9s %7s %7s %7s %5s  %s"
                .formatted(
                        "shape", "opened", "frames out", "MB out", "MB in", "fin", "reset", "left", "lost", "answers");
    }

    String row(String name) {
        return "%-20s %,8d %,11d %,9.1f %,9.1f %,7d %,7d %,7d %,5d  %s"
                .formatted(
                        name,
                        opened,
                        framesOut,
                        bytesOut / 1e6,
                        bytesIn / 1e6,
                        count(Ending.FIN),
                        count(Ending.RESET),
                        count(Ending.LEFT),
                        count(Ending.NOT_CONNECTED),
                        answers());
    }

    private int count(Ending how) {
        return endings.getOrDefault(how, 0);
    }

    private String answers() {
        StringBuilder text = new StringBuilder();
        append(text, "results", results);
        append(text, "batches", batches);
        errors.forEach((code, count) -> append(text, Integer.toString(code), count));
        return text.append(foreign ? "no frames" : "").toString().trim();
    }

    private static void append(StringBuilder text, String name, long count) {
        if (count > 0) {
            text.append("%s %,d  ".formatted(name, count));
        }
    }
}
