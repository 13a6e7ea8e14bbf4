package dev.sluice.jsonrpc;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The strings of method names that came lately, so that a name that comes all the time is not made anew each time, nor its
 * hash. A new name takes the place of an old one: clients choose names, and however many they choose, no more are kept. Used
 * by one thread.
 */
final class NameCache {
    private static final int PLACES = 256;

    /** The longest name there can be a method of; a longer one is made by whoever refuses it. */
    private static final int MAX_BYTES = 128;

    private static final int FACTOR = 31;
    private static final int FOLD = 8;

    private final @Nullable String[] names = new String[PLACES];

    /** The name in these bytes; null if it is not plain ASCII, or too long to be kept. */
    @Nullable
    String find(byte[] body, int from, int to) {
        int length = to - from;
        if (length > MAX_BYTES) {
            return null;
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            if (body[i] < 0) {
                return null;
            }
            hash = FACTOR * hash + body[i];
        }
        int place = (hash ^ hash >>> FOLD) & PLACES - 1;
        String name = names[place];
        if (name == null || !isSame(name, body, from, length)) {
            name = new String(body, from, length, StandardCharsets.US_ASCII);
            names[place] = name;
        }
        return name;
    }

    private static boolean isSame(String name, byte[] body, int from, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != body[from + i]) {
                return false;
            }
        }
        return true;
    }
}
