package dev.sluice.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads everything of Sluice anew, so that nothing of it is shared with the one that runs: classes that were compiled again
 * from their own place, all others from where they always are. Libraries are shared.
 */
final class MutantLoader extends ClassLoader {
    private final Path changed;

    /**
     * @param changed where the classes are that were compiled again; may be empty
     */
    MutantLoader(Path changed) {
        super(MutantLoader.class.getClassLoader());
        this.changed = changed;
        setDefaultAssertionStatus(true);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.sluice.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        Path own = changed.resolve(file);
        try (InputStream in =
                Files.exists(own) ? Files.newInputStream(own) : getParent().getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
