package dev.sluice.sidebyside;

import dev.sluice.bench.PlotLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A comparison as one HTML file that needs nothing else: bars for throughput and CPU, and the table. Stateless. */
final class ComparisonPage {
    private ComparisonPage() {}

    /** Makes it. */
    static String of(Comparison comparison) {
        return PlotLibrary.into(template())
                .replace("@TABLE@", PlotLibrary.escaped(ComparisonTable.of(comparison)))
                .replace("@DATA@", PlotLibrary.script(ComparisonJson.of(comparison)));
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(ComparisonPage.class.getResourceAsStream("page.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read page.html from the class path", e);
        }
    }
}
