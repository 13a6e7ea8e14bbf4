package dev.sluice.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The picture of make scaling, and the loads behind it. */
class ScalingPlotTest {
    @Test
    void everyFigureIsAPointWithinItsPanel() throws Exception {
        List<Scaling.Point> points = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            double cost = 0.04;
            for (int value : axis.ticks()) {
                cost *= 3.7;
                points.add(new Scaling.Point(axis, value, Contender.SLUICE, 1e6 / cost, cost));
                points.add(new Scaling.Point(axis, value, Contender.PASS, 2e6 / cost, cost / 2));
            }
        }

        Document picture = parsed(ScalingPlot.of(points));

        NodeList circles = picture.getElementsByTagName("circle");
        assertThat(circles.getLength()).isEqualTo(points.size());
        for (int i = 0; i < circles.getLength(); i++) {
            Element circle = (Element) circles.item(i);
            assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(64.0, 398.0);
            assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(33.9, 224.1);
        }
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("sluice", "pass", "1,000", "65,536", "CPU µs of the server a request");
    }

    @Test
    void whatHasNoFigureIsLeftOut() throws Exception {
        List<Scaling.Point> points = List.of(
                new Scaling.Point(Axis.DEPTH, 1, Contender.SLUICE, 0, Double.NaN),
                new Scaling.Point(Axis.DEPTH, 2, Contender.SLUICE, 1_000, 3));

        assertThat(parsed(ScalingPlot.of(points)).getElementsByTagName("circle").getLength())
                .isOne();
    }

    @ParameterizedTest
    @EnumSource(Axis.class)
    void theValuesOfAnAxisRise(Axis axis) {
        assertThat(axis.ticks()).isSorted().doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void paramsAreAsLongAsTheyAreSaidToBe() {
        assertThat(Axis.SIZE.ticks()).allSatisfy(bytes -> assertThat(Axis.SIZE.params(bytes))
                .hasSize(bytes)
                .startsWith("[\"")
                .endsWith("\"]"));
        assertThat(Axis.DEPTH.params(128)).hasSize(4);
        assertThat(Axis.CORES.ticks()).last().isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
