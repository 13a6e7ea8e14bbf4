package dev.sluice.load;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The command line of a tool that takes {@code --name N} only. */
final class Numbers {
    private final Map<String, Integer> numbers;

    /**
     * Reads it.
     *
     * @param otherwise all names there are, such as {@code --rounds}, with what holds where nothing is said
     */
    Numbers(String[] args, Map<String, Integer> otherwise) {
        numbers = new TreeMap<>(otherwise);
        for (int i = 0; i < args.length; i += 2) {
            if (!otherwise.containsKey(args[i]) || i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + ": options, each with a number, are " + numbers);
            }
            numbers.put(args[i], Integer.parseUnsignedInt(args[i + 1]));
        }
    }

    int of(String name) {
        return Objects.requireNonNull(numbers.get(name));
    }
}
