package dev.sluice.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How quantities are written: a whole number and, where there is one, its unit. None is negative. Stateless.
 */
enum Notation {
    /** A plain number. */
    INTEGER("integer", Map.of("", 1L)),
    /** Bytes. */
    SIZE("size", Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30)),
    /** Milliseconds. */
    DURATION("duration", Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L));

    /** What {@link #parse} returns for text that is no such quantity. */
    static final long NONE = -1;

    /** No leading zero: to YAML 010 is eight. Eighteen digits always fit a long. */
    private static final Pattern QUANTITY = Pattern.compile("(0|[1-9][0-9]{0,17})([A-Za-z]*)");

    private static final String TO = "..";

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // only ever one of Map.of
    private final Map<String, Long> units;

    Notation(String word, Map<String, Long> units) {
        this.word = word;
        this.units = units;
    }

    /** The quantity in the smallest unit, {@link Long#MAX_VALUE} if it is more than that, {@link #NONE} if it is none. */
    long parse(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            return NONE;
        }
        long number = Long.parseLong(matcher.group(1));
        return number > Long.MAX_VALUE / unit ? Long.MAX_VALUE : number * unit;
    }

    /** Whether the quantity lies in the range, which is written {@code 1KiB..1GiB}, both ends included. */
    boolean holds(String range, long quantity) {
        int dots = range.indexOf(TO);
        return quantity >= parse(range.substring(0, dots)) && quantity <= parse(range.substring(dots + TO.length()));
    }

    /** What is allowed, in words. */
    String allowed(String range) {
        return word + " " + range;
    }
}
