package dev.sluice.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** Bodies that are to hurt whoever reads them, as whole frames. */
final class Bombs {
    private static final int MIB = 1024 * 1024;
    private static final int OBJECTS_BELOW_THE_LIMIT_OF_TOKENS = 49_000;
    private static final int BATCH = 100;

    private Bombs() {}

    /** {@code [{},{},…]}: once more tokens than there may be, once almost as many. */
    static List<byte[]> tokens() {
        return List.of(
                echo("[" + "{},".repeat(MIB / 3 - 100) + "{}]"),
                echo("[" + "{},".repeat(OBJECTS_BELOW_THE_LIMIT_OF_TOKENS) + "{}]"));
    }

    /** Batches of as many entries as are allowed, all of them wrong. */
    static List<byte[]> invalidBatches() {
        return List.of(batchOf("1"), batchOf("{}"), batchOf("{\"jsonrpc\":\"2.0\",\"method\":\"no.such\",\"id\":1}"));
    }

    static List<byte[]> nesting() {
        return List.of(
                Frames.of(1, "[".repeat(MIB)),
                Frames.of(1, "{\"a\":".repeat(MIB / 5)),
                echo("[".repeat(63) + "]".repeat(63)),
                echo("[".repeat(5_000) + "]".repeat(5_000)));
    }

    static List<byte[]> hugeNumbers() {
        String digits = "7".repeat(MIB - 200);
        return List.of(
                echo("[" + digits + "]"),
                call("sum", "[" + digits + "]"),
                call("sum", "[0." + digits.substring(1_000) + "]"),
                call("sum", "[" + "9".repeat(100) + ",1]"),
                Frames.of(1, "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[],\"id\":" + digits + "}"));
    }

    /** Few bytes on the wire, up to 2^31 digits when they are added. */
    static List<byte[]> exponents() {
        List<byte[]> frames = new ArrayList<>();
        for (String exponent : List.of("100000", "10000000", "500000000", "999999999", "2147483647", "99999999999")) {
            frames.add(call("sum", "[1e" + exponent + ",1]"));
            frames.add(call("sum", "[1,1e-" + exponent + "]"));
            frames.add(call("subtract", "[1e" + exponent + ",1e-" + exponent + "]"));
        }
        frames.add(echo("[1e999999999,1e-999999999,1E+2147483647]"));
        return frames;
    }

    static List<byte[]> duplicates() {
        return List.of(
                Frames.of(
                        1, "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"method\":\"demo.echo\",\"params\":[],\"id\":1}"),
                Frames.of(1, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"demo.echo\",\"params\":[],\"id\":2}"),
                echo("{\"a\":1,\"a\":2}"),
                echo("{" + "\"a\":1,".repeat(20_000) + "\"a\":2}"),
                call("subtract", "{\"minuend\":1,\"minuend\":2,\"subtrahend\":1}"));
    }

    /** Not UTF-8: stray and overlong bytes, surrogates in three bytes, what ends too early. */
    static List<byte[]> badUtf8() {
        List<byte[]> frames = new ArrayList<>();
        for (String hex : List.of("ff", "80", "c0af", "e080af", "f08080af", "eda080", "f4908080", "c3", "e282")) {
            byte[] body = Frames.request("demo.echo", "[\"..........\"]").getBytes(StandardCharsets.US_ASCII);
            byte[] wrong = HexFormat.of().parseHex(hex);
            System.arraycopy(wrong, 0, body, indexOf(body, '.', ".echo".length()), wrong.length);
            frames.add(Frames.of(1, body));
        }
        return frames;
    }

    /** Halves of characters, escaped: JSON allows them, UTF-8 cannot say them. */
    static List<byte[]> loneSurrogates() {
        return List.of(
                echo("[\"\\ud800\"]"),
                echo("[\"\\udc00\\ud800\"]"),
                echo("{\"\\ud83d\":\"\\ude00\"}"),
                echo("[\"" + "\\ud800".repeat(10_000) + "\"]"));
    }

    /** With a byte order mark, and in other encodings. */
    static List<byte[]> otherEncodings() {
        String body = Frames.request("demo.echo", "[1]");
        byte[] plain = body.getBytes(StandardCharsets.UTF_8);
        byte[] marked = new byte[plain.length + 3];
        System.arraycopy(HexFormat.of().parseHex("efbbbf"), 0, marked, 0, 3);
        System.arraycopy(plain, 0, marked, 3, plain.length);
        return List.of(
                Frames.of(1, marked),
                Frames.of(1, body.getBytes(StandardCharsets.UTF_16)),
                Frames.of(1, body.getBytes(StandardCharsets.UTF_16BE)),
                Frames.of(1, body.getBytes(StandardCharsets.UTF_16LE)));
    }

    /** Names that are addresses of an event bus, colour terminals, forge log lines or cut strings. */
    static List<byte[]> methodNames() {
        List<byte[]> frames = new ArrayList<>();
        for (String name : List.of(
                "__vertx.reply.1",
                "sluice.gateway.0",
                "sluice.worker.0.0",
                "rpc.internal",
                "$/unknown",
                "",
                "demo.echo\\u0000",
                "demo.echo\\n2026-01-01 ERROR all is lost",
                "\\u001b[31mred",
                "../../etc/passwd",
                "${jndi:ldap://127.0.0.1/x}",
                "m".repeat(129),
                "m".repeat(100_000))) {
            frames.add(call(name, "[]"));
        }
        return frames;
    }

    private static byte[] batchOf(String entry) {
        return Frames.of(1, "[" + String.join(",", Collections.nCopies(BATCH, entry)) + "]");
    }

    /** The first of so many equal bytes in a row. */
    private static int indexOf(byte[] bytes, char wanted, int inARow) {
        int count = 0;
        for (int at = 0; at < bytes.length; at++) {
            count = bytes[at] == wanted ? count + 1 : 0;
            if (count == inARow) {
                return at - inARow + 1;
            }
        }
        throw new IllegalArgumentException("not found: " + wanted);
    }

    private static byte[] echo(String params) {
        return call("demo.echo", params);
    }

    private static byte[] call(String method, String params) {
        return Frames.call(1, method, params);
    }
}
