package dev.sluice.sidebyside;

import dev.sluice.bench.Wire;
import dev.sluice.bench.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Feeds a wire with bytes in hex, as it would be by its connection, and writes down what it saw: place and code. */
final class SeenAnswers implements Wire.Answers {
    final List<String> seen = new ArrayList<>();

    private final Wire wire;

    SeenAnswers(Wire wire) {
        this.wire = wire;
    }

    @Override
    public void answered(int id, int code) {
        seen.add(id + " " + code);
    }

    /** All at once, then byte by byte: both have to be the same. */
    static List<String> of(Wire together, Wire apart, String hex) throws WireException {
        SeenAnswers atOnce = new SeenAnswers(together);
        atOnce.read(hex);
        SeenAnswers slowly = new SeenAnswers(apart);
        ByteBuffer in = ByteBuffer.allocate(1_024);
        for (byte next : bytes(hex)) {
            in.put(next).flip();
            apart.read(in, slowly);
            in.compact();
        }
        if (!slowly.seen.equals(atOnce.seen)) {
            throw new AssertionError("at once " + atOnce.seen + ", byte by byte " + slowly.seen);
        }
        return atOnce.seen;
    }

    /** Reads all of it; returns what {@link Wire#read} did. */
    int read(String hex) throws WireException {
        return wire.read(ByteBuffer.wrap(bytes(hex)), this);
    }

    /** What the wire writes for a request. */
    static String written(Wire wire, int... places) {
        ByteBuffer out = ByteBuffer.allocate(256 * 1_024);
        for (int place : places) {
            int before = out.position();
            wire.write(out, place, false);
            if (out.position() - before > wire.requestBytes(false)) {
                throw new AssertionError("a request takes more bytes than it said");
            }
        }
        return hex(out);
    }

    /** What the wire begins a connection with. */
    static String greeting(Wire wire) {
        ByteBuffer out = ByteBuffer.allocate(1_024);
        wire.greet(out);
        return hex(out);
    }

    private static String hex(ByteBuffer out) {
        byte[] written = new byte[out.position()];
        out.get(0, written);
        return HexFormat.of().formatHex(written);
    }

    /** Blanks are for the reader. */
    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Text as hex. */
    static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
