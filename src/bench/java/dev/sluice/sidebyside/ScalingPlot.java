package dev.sluice.sidebyside;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws how cost grows: a panel for each axis, a line for each server, as SVG that stands in a README. Values of an axis stand
 * side by side; what is drawn over them has a logarithmic scale. Stateless.
 */
final class ScalingPlot {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 270;
    private static final int LEFT = 64;
    private static final int RIGHT = 62;
    private static final int TOP = 34;
    private static final int BOTTOM = 46;
    private static final int LABEL_HEIGHT = 13;
    private static final double[] STEPS = {1, 2, 5, 10};

    private final StringBuilder svg = new StringBuilder();

    private ScalingPlot() {}

    /** What is drawn over an axis: CPU, or what more processors are for. */
    private record Figure(String title, ToDoubleFunction<Scaling.Point> of) {
        static Figure over(Axis axis) {
            return axis == Axis.CORES
                    ? new Figure("thousand requests/s", point -> point.perSecond() / 1_000)
                    : new Figure("CPU µs of the server a request", Scaling.Point::cpuMicros);
        }
    }

    /** What stands at the end of a line. */
    private record Label(String text, double y, String colour) {}

    /** The lowest and highest line of a grid. */
    private record Range(double least, double most) {
        double y(double value) {
            double share = Math.log(value / least) / Math.log(most / least);
            return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
        }
    }

    /** Makes the picture. */
    static String of(List<Scaling.Point> points) {
        ScalingPlot plot = new ScalingPlot();
        plot.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                2 * WIDTH, 2 * HEIGHT);
        int panels = 0;
        for (Axis axis : Axis.values()) {
            List<Scaling.Point> its = points.stream()
                    .filter(point -> point.axis() == axis && Double.isFinite(point.cpuMicros()))
                    .toList();
            plot.add("<g transform=\"translate(%d,%d)\">%n", panels % 2 * WIDTH, panels / 2 * HEIGHT);
            panels++;
            if (!its.isEmpty()) {
                plot.panel(axis, its);
            }
            plot.add("</g>%n");
        }
        return plot.add("</svg>%n").svg.toString();
    }

    private void panel(Axis axis, List<Scaling.Point> points) {
        Figure figure = Figure.over(axis);
        double least = points.stream().mapToDouble(figure.of()).min().orElseThrow();
        double most = points.stream().mapToDouble(figure.of()).max().orElseThrow();
        Range range = new Range(below(least), above(most));
        text(LEFT, TOP - 14, "start", "#111", figure.title());
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "#111", axis.title());
        for (double line = range.least(); line <= range.most() * 1.001; line = above(line * 1.001)) {
            double y = range.y(line);
            add("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n", LEFT, y, WIDTH - RIGHT, y);
            text(LEFT - 6, y + 4, "end", "#555", number(line));
        }
        for (int value : axis.ticks()) {
            text(x(axis, value), HEIGHT - BOTTOM + 16, "middle", "#555", number(value));
        }
        List<Label> labels = new ArrayList<>();
        points.stream()
                .map(Scaling.Point::server)
                .distinct()
                .forEach(server -> labels.add(line(axis, server, points, range)));
        labels.sort(Comparator.comparingDouble(Label::y));
        double lowest = 0;
        for (Label label : labels) {
            lowest = Math.max(label.y, lowest + LABEL_HEIGHT); // none over another
            text(WIDTH - RIGHT + 8, lowest + 4, "start", label.colour, label.text);
        }
    }

    private Label line(Axis axis, Contender server, List<Scaling.Point> points, Range range) {
        String colour =
                switch (server) {
                    case SLUICE -> "#0b5fa5";
                    case PASS -> "#c2410c";
                    default -> "#6b7280";
                };
        ToDoubleFunction<Scaling.Point> figure = Figure.over(axis).of();
        StringBuilder path = new StringBuilder();
        double lastY = 0;
        for (Scaling.Point point : points) {
            if (point.server() == server) {
                double x = x(axis, point.value());
                lastY = range.y(figure.applyAsDouble(point));
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, lastY));
                add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x, lastY, colour);
            }
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, colour);
        return new Label(server.label(), lastY, colour);
    }

    private static double x(Axis axis, int value) {
        List<Integer> ticks = axis.ticks();
        double margin = 14;
        double step = (WIDTH - LEFT - RIGHT - 2 * margin) / Math.max(1, ticks.size() - 1);
        return LEFT + margin + ticks.indexOf(value) * step;
    }

    private void text(double x, double y, String anchor, String colour, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n", x, y, anchor, colour, text);
    }

    private ScalingPlot add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
        return this;
    }

    /** The greatest of 1, 2, 5, 10, 20 and so on, or their tenths, that is not above a value. */
    private static double below(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value)));
        double found = decade;
        for (double step : STEPS) {
            if (step * decade <= value) {
                found = step * decade;
            }
        }
        return found;
    }

    /** The least of them that is not below a value. */
    private static double above(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : STEPS) {
            if (step * decade >= value) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, value < 1 ? "%.1f" : "%,.0f", value);
        return value < 0.1 ? String.format(Locale.ROOT, "%.2f", value) : text;
    }
}
