package dev.sluice.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys that exist, and which of them somebody may have meant. Immutable. */
final class KnownKeys {
    /** Longer keys are no slips of the pen, and comparing them would take long. */
    private static final int LONGEST_COMPARED = 64;

    private final TreeSet<String> keys;
    private final TreeSet<String> sections = new TreeSet<>();
    private final List<String> trees;
    private final Set<String> environmentNames = new HashSet<>();

    /**
     * @param keys every key, dotted
     * @param trees those of them below which every key is allowed
     */
    KnownKeys(Collection<String> keys, Collection<String> trees) {
        this.keys = new TreeSet<>(keys);
        this.trees = List.copyOf(trees);
        sections.addAll(trees);
        for (String key : keys) {
            for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
                sections.add(key.substring(0, dot));
            }
            if (!trees.contains(key)) {
                environmentNames.add(Sources.environmentName(key));
            }
        }
    }

    boolean contains(String path) {
        return keys.contains(path)
                || sections.contains(path)
                || trees.stream().anyMatch(tree -> path.startsWith(tree + "."));
    }

    /** True for what holds keys instead of a value. */
    boolean isSection(String path) {
        return sections.contains(path);
    }

    boolean isEnvironmentName(String name) {
        return environmentNames.contains(name);
    }

    @Nullable
    String nearestEnvironmentName(String name) {
        return nearest(name, environmentNames.stream().sorted());
    }

    /** What to write instead of an unknown key. */
    String hint(String path) {
        if (path.indexOf('"') >= 0) {
            return "allowed: nested keys, without a dot or a quote in a name";
        }
        String nearest = nearest(path, Stream.concat(keys.stream(), sections.stream()));
        if (nearest != null) {
            return "nearest: " + nearest;
        }
        String section = path.substring(0, path.indexOf('.') + 1); // empty, or with its dot
        List<String> siblings =
                keys.stream().filter(key -> key.startsWith(section)).toList();
        return section.isEmpty() || siblings.isEmpty()
                ? "allowed: " + String.join(", ", topLevel())
                : "allowed: " + String.join(", ", siblings);
    }

    private List<String> topLevel() {
        return Stream.concat(keys.stream(), sections.stream())
                .filter(path -> path.indexOf('.') < 0)
                .distinct()
                .sorted()
                .toList();
    }

    /** The candidate with the fewest letters to change, or null when that is more than a third of them. */
    private static @Nullable String nearest(String wanted, Stream<String> candidates) {
        if (wanted.length() > LONGEST_COMPARED) {
            return null;
        }
        String lower = wanted.toLowerCase(Locale.ROOT);
        int fewest = 1 + wanted.length() / 3;
        String nearest = null;
        for (String candidate : (Iterable<String>) candidates::iterator) {
            int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
            if (distance < fewest) {
                fewest = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance, row by row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
