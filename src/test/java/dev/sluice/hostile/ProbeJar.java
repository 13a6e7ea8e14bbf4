package dev.sluice.hostile;

import dev.sluice.service.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Makes a directory with a jar of {@link LoopProbeService}, for {@code --services}. */
final class ProbeJar {
    private static final String NAME = "probe.jar";

    private ProbeJar() {}

    static void make(Path dir) throws IOException {
        try (OutputStream out = Files.newOutputStream(dir.resolve(NAME));
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("META-INF/services/" + Service.class.getName()));
            entries.write(LoopProbeService.class.getName().getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : List.of(LoopProbeService.class, LoopMeter.class, LoopMeter.Maxima.class)) {
                String file = type.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(file));
                try (InputStream bytes = ProbeJar.class.getResourceAsStream("/" + file)) {
                    if (bytes == null) {
                        throw new IOException("no class file of " + type);
                    }
                    bytes.transferTo(entries);
                }
            }
        }
    }

    static void delete(Path dir) throws IOException {
        Files.deleteIfExists(dir.resolve(NAME));
        Files.deleteIfExists(dir);
    }
}
