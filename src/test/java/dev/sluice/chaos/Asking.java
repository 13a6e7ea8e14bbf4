package dev.sluice.chaos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * What one client asks: requests, notifications and batches, each entry with a token of its own, under request ids of
 * which none comes twice. Confined to the crowd's thread.
 */
final class Asking {
    /** The server's own frames carry it. */
    static final int SERVERS_ID = -1;

    private static final int LARGE_BYTES = 400_000;
    private static final int SMALL_BYTES = 5_000;
    private static final int MOST_BLOCK_MS = 5;
    private static final int MOST_ENTRIES = 5;

    private static final int OUTLASTING_MS = 6_000;
    private static final int LONG_BLOCK_MS = 300;

    private final Random random;
    private final LongSupplier tokens;
    private final Pace pace;
    private int nextId;

    /** How long handlers take, and how many calls of one client are in flight. */
    enum Pace {
        /** A few milliseconds. */
        BRISK(32, 8),
        /** Up to 2 s: most of what is in flight is with a worker, and nobody is out of breath. */
        STEADY(16, 2_000),
        /** Some take longer than a short drain, and blocking ones stand in a queue. */
        OUTLASTING(32, 8);

        private final int depth;
        private final int mostLaterMs;

        Pace(int depth, int mostLaterMs) {
            this.depth = depth;
            this.mostLaterMs = mostLaterMs;
        }
    }

    /** A frame to send. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Made(int requestId, List<Ask> asks, byte[] bytes) {
        long calls() {
            return asks.stream().filter(Ask::wantsAnswer).count();
        }
    }

    /**
     * @param tokens gives each number once in a run
     */
    Asking(Random random, LongSupplier tokens, Pace pace) {
        this.random = random;
        this.tokens = tokens;
        this.pace = pace;
        this.nextId = random.nextInt();
    }

    /** How many calls of one client are in flight. */
    int depth() {
        return pace.depth;
    }

    /** A frame of any kind but a large one. */
    Made any() {
        int kind = random.nextInt(100);
        if (kind < 8) {
            return single(new Ask(tokens.getAsLong(), work(), false), SMALL_BYTES);
        }
        return kind < 14 ? batch() : single(new Ask(tokens.getAsLong(), work(), true), SMALL_BYTES);
    }

    /** A call with a large answer. */
    Made large() {
        return single(new Ask(tokens.getAsLong(), Work.LARGE, true), LARGE_BYTES);
    }

    /** A call of one kind. */
    Made of(Work work) {
        return single(new Ask(tokens.getAsLong(), work, true), SMALL_BYTES);
    }

    /** The first call of a client that wants to be told of a drain. */
    Made hello() {
        return single(new Ask(tokens.getAsLong(), Work.HELLO, true), 0);
    }

    private Work work() {
        int kind = random.nextInt(100);
        if (kind < 50) {
            return Work.QUICK;
        } else if (kind < 70) {
            return Work.LATER;
        } else if (kind < 84) {
            return Work.BLOCK;
        } else if (kind < 90) {
            return Work.FAIL;
        }
        return kind < 96 ? Work.TWICE : Work.LARGE;
    }

    private Made batch() {
        List<Ask> asks = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        for (int i = 2 + random.nextInt(MOST_ENTRIES - 1); i > 0; i--) {
            Ask ask = new Ask(tokens.getAsLong(), work(), random.nextInt(4) > 0);
            asks.add(ask);
            entries.add(json(ask, SMALL_BYTES));
        }
        return frame(asks, "[" + String.join(",", entries) + "]");
    }

    private Made single(Ask ask, int bytes) {
        return frame(List.of(ask), json(ask, bytes));
    }

    private Made frame(List<Ask> asks, String json) {
        int requestId = nextId == SERVERS_ID ? ++nextId : nextId;
        nextId++;
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(12 + body.length);
        frame.putInt(0xC0DEBABE).putInt(requestId).putInt(body.length).put(body);
        return new Made(requestId, asks, frame.array());
    }

    private int laterMs() {
        boolean outlasting = pace == Pace.OUTLASTING && random.nextInt(10) == 0;
        return outlasting ? OUTLASTING_MS : 1 + random.nextInt(pace.mostLaterMs);
    }

    private int blockMs() {
        return 1 + random.nextInt(pace == Pace.OUTLASTING ? LONG_BLOCK_MS : MOST_BLOCK_MS);
    }

    private String json(Ask ask, int bytes) {
        String member =
                switch (ask.work()) {
                    case LATER -> ",\"ms\":" + laterMs();
                    case BLOCK -> ",\"ms\":" + blockMs();
                    case LARGE -> ",\"bytes\":" + bytes;
                    default -> "";
                };
        String params = ask.work() == Work.HELLO
                ? "{\"capabilities\":[\"drain\"]}"
                : "{\"token\":" + ask.token() + member + "}";
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + ask.work().method() + "\",\"params\":" + params
                + (ask.wantsAnswer() ? ",\"id\":" + ask.token() : "") + "}";
    }
}
