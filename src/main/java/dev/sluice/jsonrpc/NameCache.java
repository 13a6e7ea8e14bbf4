package dev.sluice.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Short texts that came before, such as the names of methods: making each again for every request, and hashing it to look
 * it up, costs more than to find it here. Holds at most {@value #PLACES} of {@value #MAX_BYTES} bytes, whatever clients
 * send; one that falls on another's place displaces it. Confined to one thread.
 */
final class NameCache {
    private static final int PLACES = 512;
    private static final int MAX_BYTES = 48;

    private final @Nullable Name[] places = new Name[PLACES];

    /** A text, and its bytes in UTF-8. */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    private record Name(byte[] utf8, String text) {}

    /** The text of a part of an array that is UTF-8. */
    String get(byte[] array, int from, int to) {
        int bytes = to - from;
        if (bytes > MAX_BYTES) {
            return new String(array, from, bytes, StandardCharsets.UTF_8);
        }
        int place = hash(array, from, to) & (PLACES - 1);
        Name name = places[place];
        if (name == null || !Arrays.equals(name.utf8, 0, name.utf8.length, array, from, to)) {
            byte[] utf8 = Arrays.copyOfRange(array, from, to);
            name = new Name(utf8, new String(utf8, StandardCharsets.UTF_8));
            places[place] = name;
        }
        return name.text;
    }

    private static int hash(byte[] array, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        return hash ^ hash >>> 9 ^ hash >>> 18;
    }
}
