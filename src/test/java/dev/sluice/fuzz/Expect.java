package dev.sluice.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What has to hold for every input. Plain checks: they run a million times a minute. */
final class Expect {
    private Expect() {}

    static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void same(long found, long expected, String what) {
        if (found != expected) {
            throw new AssertionError(what + ": " + found + ", expected " + expected);
        }
    }

    static void same(byte[] found, byte[] expected, String what) {
        if (!Arrays.equals(found, expected)) {
            throw new AssertionError(what + ": " + text(found) + ", expected " + text(expected));
        }
    }

    static void same(Object found, Object expected, String what) {
        if (!found.equals(expected)) {
            throw new AssertionError(what + ": " + found + ", expected " + expected);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
