package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Packs the plot library, uPlot, which is taken from the class path, and what it shows into a page. Stateless. */
public final class PlotLibrary {
    private static final String PLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.";

    private PlotLibrary() {}

    /** Puts the library where the page has {@code @UPLOT_CSS@} and {@code @UPLOT_JS@}. */
    public static String into(String page) {
        return page.replace("@UPLOT_CSS@", resource(PLOT + "min.css"))
                .replace("@UPLOT_JS@", resource(PLOT + "iife.min.js"));
    }

    /** Text as it may stand in a page. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** JSON as it may stand in a script of a page. */
    public static String script(JsonNode json) {
        return json.toString().replace("</", "<\\/");
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(PlotLibrary.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name + " from the class path", e);
        }
    }
}
