package dev.sluice.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of the tools: the fat jar, then {@code --name value} pairs; {@code --set} may be given again.
 *
 * @param sets options for the server
 */
record Arguments(Path jar, Map<String, String> named, List<String> sets) {
    static Arguments of(String[] args) {
        if (args.length % 2 == 0) {
            throw new IllegalArgumentException("arguments: JAR [--name value]...");
        }
        Map<String, String> named = new HashMap<>();
        List<String> sets = new ArrayList<>();
        for (int i = 1; i < args.length; i += 2) {
            if (args[i].equals("--set")) {
                sets.add(args[i + 1]);
            } else {
                named.put(args[i], args[i + 1]);
            }
        }
        return new Arguments(Path.of(args[0]), named, sets);
    }

    /** A server with the options given. */
    Launch launch() {
        return new Launch(jar).set(sets.toArray(String[]::new));
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(named.getOrDefault(name, Integer.toString(otherwise)));
    }

    String text(String name, String otherwise) {
        return named.getOrDefault(name, otherwise);
    }
}
