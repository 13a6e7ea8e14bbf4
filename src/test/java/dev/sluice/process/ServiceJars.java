package dev.sluice.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes jars of services, as a user would, for {@code --services DIR}. */
public final class ServiceJars {
    private static final String PROVIDERS = "META-INF/services/dev.sluice.service.Service";

    private ServiceJars() {}

    /** A directory with a jar of {@link GateService}. */
    static Path gates(Path dir) throws IOException {
        return of(dir, GateService.class);
    }

    /** A directory with a jar of a service among the test classes, and of what is nested in it. */
    public static Path of(Path dir, Class<?> service) throws IOException {
        Path classes = Path.of("target/test-classes");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all =
                Files.list(classes.resolve(service.getPackageName().replace('.', '/')))) {
            all.filter(file -> file.getFileName().toString().matches(service.getSimpleName() + "(\\$.*)?\\.class"))
                    .forEach(files::add);
        }
        return jar(dir.resolve(service.getSimpleName() + ".jar"), classes, files, service.getName());
    }

    /** A directory with a jar of the worked example, compiled against the thin jar of the API. */
    static Path orders(Path dir) throws IOException {
        Path classes = Files.createDirectories(dir.resolve("classes"));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", apiClassPath(), "-Xlint:all,-classfile", "--release", "17");
        boolean compiled = javac.getTask(
                        messages,
                        null,
                        null,
                        options,
                        null,
                        javac.getStandardFileManager(null, null, null)
                                .getJavaFileObjects(Path.of("src/example/java/com/example/orders/OrderService.java")))
                .call();
        if (!compiled) {
            throw new IOException(messages.toString());
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        Path provider = Path.of("src/example/resources", PROVIDERS);
        return jar(
                dir.resolve("orders.jar"),
                classes,
                files,
                Files.readString(provider).trim());
    }

    /** A directory with a jar that promises a service it does not have. */
    static Path broken(Path dir) throws IOException {
        return jar(dir.resolve("broken.jar"), dir, List.of(), "no.such.Service");
    }

    /** The API, Vert.x and Jackson: what authors need, and nothing of the server. */
    private static String apiClassPath() {
        List<String> needed = new ArrayList<>(List.of(System.getProperty("sluice.service.jar")));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.matches(".*(vertx-core-|jackson-|jspecify-|vertx-codegen-)[^/]*\\.jar")) {
                needed.add(entry);
            }
        }
        return String.join(File.pathSeparator, needed);
    }

    private static Path jar(Path jar, Path root, List<Path> files, String provider) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry(PROVIDERS));
            entries.write(provider.getBytes(StandardCharsets.UTF_8));
            for (Path file : files) {
                entries.putNextEntry(new JarEntry(root.relativize(file).toString()));
                entries.write(Files.readAllBytes(file));
            }
        }
        return jar.resolveSibling("").toAbsolutePath();
    }
}
