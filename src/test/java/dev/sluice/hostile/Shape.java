package dev.sluice.hostile;

import dev.sluice.hostile.Script.Leaving;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The kinds of hostile clients, and how many connections of each there are at once. */
enum Shape {
    /** Connects and says nothing. */
    SILENT(100, Scripts.silence()),
    /** One byte of a header a second. */
    SLOW_HEADER(50, Scripts.drip(new byte[0], Frames.header(1, 100))),
    /** One byte of a body a second. */
    SLOW_BODY(50, Scripts.drip(Frames.header(1, 1_000_000), new byte[] {' '})),
    /** Small requests as fast as they are taken. */
    TINY_FRAMES(8, Scripts.flood("demo.echo", "[1]")),
    /** Frames of length 0 as fast as they are taken. */
    EMPTY_FRAMES(4, Scripts.flood(List.of(Frames.header(1, 0)))),
    /** Pipelines small answers and reads none of them. */
    UNREAD_ECHO(50, Scripts.unread("demo.echo", "[\"" + "e".repeat(500) + "\"]")),
    /** Pipelines answers of 1 MiB and reads none of them. */
    UNREAD_SIZE(30, Scripts.unread("demo.size", "{\"bytes\":1048576}")),
    /** Pipelines requests and resets the connection. */
    BURST_RESET(16, Scripts.burst("demo.sleep", "{\"ms\":1000}", Leaving.RESET)),
    /** Pipelines requests and closes the connection. */
    BURST_CLOSE(16, Scripts.burst("demo.echo", "[1]", Leaving.CLOSE)),
    /** Many tokens in few bytes. */
    TOKENS(4, Scripts.flood(Bombs.tokens())),
    /** Batches of a hundred wrong entries. */
    INVALID_BATCHES(4, Scripts.flood(Bombs.invalidBatches())),
    /** Arrays in arrays, up to a million deep. */
    NESTING(2, Scripts.flood(Bombs.nesting())),
    /** Numbers of up to a million digits. */
    HUGE_NUMBERS(2, Scripts.flood(Bombs.hugeNumbers())),
    /** Numbers that are short until they are added. */
    EXPONENTS(4, Scripts.flood(Bombs.exponents())),
    /** The same key twice. */
    DUPLICATES(2, Scripts.flood(Bombs.duplicates())),
    /** Bytes that are no UTF-8. */
    BAD_UTF8(2, Scripts.flood(Bombs.badUtf8())),
    /** Halves of characters, to be echoed. */
    LONE_SURROGATES(2, Scripts.flood(Bombs.loneSurrogates())),
    /** Byte order marks and UTF-16. */
    OTHER_ENCODINGS(2, Scripts.flood(Bombs.otherEncodings())),
    /** Method names that mean something else somewhere else. */
    METHOD_NAMES(2, Scripts.flood(Bombs.methodNames())),
    /** A browser. */
    HTTP(4, Scripts.foreign("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")),
    /** A TLS client. */
    TLS(4, Scripts.foreignBytes("16030100c8010000c40303" + "5a".repeat(194))),
    /** A balancer with the PROXY protocol, version 1. */
    PROXY(4, Scripts.foreign("PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n")),
    /** The same, version 2. */
    PROXY_2(4, Scripts.foreignBytes("0d0a0d0a000d0a515549540a21110000")),
    /** A body of 16 MiB, sent whole. */
    TOO_LARGE(8, Scripts.tooLarge()),
    /** Requests of 1 MiB. */
    LARGE(32, Scripts.large()),
    /** Requests of 1 MiB without their last byte. */
    ALMOST_LARGE(64, Scripts.almostLarge()),
    /** Answers of 4 MiB, read, and one that is too large. */
    HUGE_ANSWERS(8, Scripts.flood("demo.size", "{\"bytes\":4194000}")),
    /** Handlers that never end. */
    ENDLESS(4, Scripts.endless()),
    /** Requests that are cancelled at once. */
    CANCELS(4, Scripts.cancels()),
    /** A thousand clients that never read. Not among all the others: {@code --shape never-readers}. */
    NEVER_READERS(
            1_000,
            Scripts.unread(List.of(
                    Frames.call(1, "demo.echo", "[\"" + "n".repeat(200) + "\"]"),
                    Frames.call(2, "demo.size", "{\"bytes\":16384}"))));

    private final int connections;

    @SuppressWarnings("ImmutableEnumChecker") // makes a new one each time
    private final Supplier<Script> scripts;

    Shape(int connections, Supplier<Script> scripts) {
        this.connections = connections;
        this.scripts = scripts;
    }

    /** All that can be there at once. */
    static List<Shape> all() {
        return Arrays.stream(values()).filter(shape -> shape != NEVER_READERS).toList();
    }

    /** As written on the command line: {@code slow-header,silent}. */
    static List<Shape> named(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(name -> valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int connections() {
        return connections;
    }

    /** The script of one more connection. */
    Script script() {
        return scripts.get();
    }
}
