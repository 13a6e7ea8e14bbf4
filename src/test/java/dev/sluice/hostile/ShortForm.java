package dev.sluice.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the short forms of the tools have in common: the fat jar, and a page for what they print. */
final class ShortForm {
    private final ByteArrayOutputStream page = new ByteArrayOutputStream();

    static Path jar() {
        return Path.of(System.getProperty("sluice.jar", "target/sluice.jar"));
    }

    PrintStream out() throws IOException {
        return new PrintStream(page, true, StandardCharsets.UTF_8);
    }

    String printed() {
        return page.toString(StandardCharsets.UTF_8);
    }
}
