package dev.sluice.mutants;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The defects that the simulation has to find. */
final class Mutants {
    /** The folder of the project, where tests and make run. */
    static final Path PROJECT = Path.of("");

    private static final Path FOLDER = PROJECT.resolve("src/test/mutants");
    private static final List<String> NAMES =
            List.of("answer-twice", "lose-on-drain", "release-slot-early", "wrong-executed");

    private Mutants() {}

    static List<Patch> all() throws IOException {
        List<Patch> patches = new ArrayList<>();
        for (String name : NAMES) {
            patches.add(Patch.read(FOLDER.resolve(name + ".patch")));
        }
        return patches;
    }
}
