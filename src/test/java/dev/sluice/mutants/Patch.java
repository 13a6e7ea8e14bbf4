package dev.sluice.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A unified diff that changes files and makes or removes none, with a few lines of text before it. Strict: what a hunk
 * takes out has to stand in its file exactly once, wherever that is, so that a patch survives changes elsewhere in the
 * file and nothing else. Immutable.
 */
final class Patch {
    private static final String SEED = "Seed: ";
    private static final String OLD_FILE = "--- a/";
    private static final String NEW_FILE = "+++ b/";

    private final String name;
    private final long seed;
    private final Map<String, List<Hunk>> hunks;

    /** Lines to be found, and what is to stand there. */
    private record Hunk(String before, String after) {}

    private Patch(String name, long seed, Map<String, List<Hunk>> hunks) {
        this.name = name;
        this.seed = seed;
        this.hunks = hunks;
    }

    /** Reads a patch; one of its lines says which seed finds it. */
    static Patch read(Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readAllLines(file));
    }

    static Patch parse(String name, List<String> lines) {
        Long seed = null;
        String path = "";
        Map<String, List<Hunk>> hunks = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(SEED)) {
                seed = Long.valueOf(line.substring(SEED.length()));
            } else if (line.startsWith(OLD_FILE)) {
                path = line.substring(OLD_FILE.length());
                require(lines.get(i + 1).equals(NEW_FILE + path), name, "makes, removes or moves " + path);
            } else if (line.startsWith("@@ ")) {
                List<String> body = bodyOf(lines, i + 1);
                hunks.computeIfAbsent(path, key -> new ArrayList<>()).add(hunk(name, body));
                i += body.size();
            }
        }
        require(!hunks.isEmpty(), name, "changes nothing");
        if (seed == null) {
            throw new IllegalArgumentException(name + " has no line \"" + SEED + "\"");
        }
        return new Patch(name, seed, hunks);
    }

    private static List<String> bodyOf(List<String> lines, int from) {
        int to = from;
        while (to < lines.size()
                && !lines.get(to).isEmpty()
                && " +-".indexOf(lines.get(to).charAt(0)) >= 0) {
            to++;
        }
        return lines.subList(from, to);
    }

    private static Hunk hunk(String name, List<String> body) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : body) {
            String text = line.substring(1) + "\n";
            before.append(line.charAt(0) == '+' ? "" : text);
            after.append(line.charAt(0) == '-' ? "" : text);
        }
        require(!before.isEmpty() && !before.toString().contentEquals(after), name, "has a hunk that says nothing");
        return new Hunk(before.toString(), after.toString());
    }

    /** The file's name. */
    String name() {
        return name;
    }

    /** The seed whose schedule finds the defect. */
    long seed() {
        return seed;
    }

    /** Writes the files it changes, changed, to another place; returns them. */
    List<Path> applyTo(Path sources, Path target) throws IOException {
        List<Path> changed = new ArrayList<>();
        for (Map.Entry<String, List<Hunk>> file : hunks.entrySet()) {
            Path copy = target.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.writeString(copy, apply(file.getKey(), Files.readString(sources.resolve(file.getKey()))));
            changed.add(copy);
        }
        return changed;
    }

    /** The text of one of the files after the change. */
    String apply(String path, String text) {
        String changed = text;
        for (Hunk hunk : hunks.getOrDefault(path, List.of())) {
            int at = changed.indexOf(hunk.before);
            require(at >= 0, name, "does not fit " + path + ": nowhere stands\n" + hunk.before);
            require(changed.indexOf(hunk.before, at + 1) < 0, name, "fits " + path + " at two places");
            changed = changed.substring(0, at) + hunk.after + changed.substring(at + hunk.before.length());
        }
        return changed;
    }

    private static void require(boolean kept, String name, String what) {
        if (!kept) {
            throw new IllegalArgumentException(name + " " + what);
        }
    }
}
