package dev.sluice.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A Sluice of its own beside the one that runs, under the simulation: with a patch applied, or as it is. Used by one thread;
 * its compiled classes lie in a temporary folder until it is closed.
 */
final class Specimen implements AutoCloseable {
    private static final String PROBE = "dev.sluice.gateway.SimProbe";

    private final Path folder;
    private final LongFunction<String> probe;

    private Specimen(Path folder) throws ReflectiveOperationException {
        this.folder = folder;
        this.probe = probe(folder.resolve("classes"));
    }

    /** The sources as they are. */
    static Specimen control() throws IOException, ReflectiveOperationException {
        return new Specimen(Files.createTempDirectory("sluice-control"));
    }

    /** The sources under the folder of the project with a patch. */
    static Specimen mutant(Path project, Patch patch) throws IOException, ReflectiveOperationException {
        Path folder = Files.createTempDirectory("sluice-mutant");
        compile(patch.applyTo(project, folder.resolve("sources")), folder.resolve("classes"));
        return new Specimen(folder);
    }

    /** What the schedule of a seed finds: the promise that broke and how; empty if all held. */
    String broken(long seed) {
        return probe.apply(seed);
    }

    /** The first of these seeds that finds something; null if none does. */
    @Nullable
    Long firstFound(long first, long count) {
        for (long seed = first; seed < first + count; seed++) {
            if (!probe.apply(seed).isEmpty()) {
                return seed;
            }
        }
        return null;
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalStateException("mutants need a JDK, not only a JRE");
        }
        Files.createDirectories(classes);
        try (var files = javac.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = javac.getTask(
                            null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new IllegalArgumentException(sources + " cannot be compiled");
            }
        }
    }

    @SuppressWarnings("unchecked") // the class is of another loader, the interface of the JDK
    private static LongFunction<String> probe(Path classes) throws ReflectiveOperationException {
        Class<?> type = new MutantLoader(classes).loadClass(PROBE);
        return (LongFunction<String>) type.getConstructor().newInstance();
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(Specimen::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
